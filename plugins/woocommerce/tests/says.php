<?php
/**
 * Prints what the plugin posts while a shopper fills a cart, types an address, buys and cancels: one
 * JSON line for each request. The project's own tests give it to rebasket's real intake.
 */

set_error_handler(
	function ( $kind, $words, $file, $line ) {
		throw new ErrorException( $words, 0, $kind, $file, $line );
	}
);

require __DIR__ . '/wordpress.php';
require __DIR__ . '/../rebasket/rebasket.php';

list( , $url, $secret ) = $argv;
$init                   = Site::$hooks['woocommerce_init'];
Site::reset();
Site::$hooks['woocommerce_init']    = $init;
Site::$options['rebasket_settings'] = array( 'url' => $url, 'secret' => $secret, 'capture' => 'ticked', 'label' => 'Send me reminders' );
do_action( 'woocommerce_init' );

function page( callable $visit, int $seconds ): void {
	try {
		$visit();
	} catch ( Stop $stop ) {
		unset( $stop );
	}
	do_action( 'shutdown' );
	Site::pass( $seconds );
}

$order = new Order( 7 );
new Product( 93, '西湖龍井 🍵 &quot;明前&quot; / 50 g', 9.4, 90 );
new Product( 22, 'Linen', 7.5 );
page( fn() => WC()->cart->add_to_cart( 90, 2, 93, array( 'attribute_size' => 'large' ) ), 60 );
page( fn() => WC()->cart->add_to_cart( 22, 1.5 ), 60 );
page(
	function () {
		$_POST = array( 'nonce' => 'n', 'email' => 'ann@example.com', 'phone' => '+44 20 7946 0000', 'accepts' => '1' );
		do_action( 'wc_ajax_rebasket_capture' );
	},
	60
);
Site::$answers = array( 503 );
page(
	function () use ( $order ) {
		do_action( 'woocommerce_checkout_create_order', $order, array( 'rebasket_accepts_email' => 1 ) );
		do_action( 'woocommerce_checkout_order_processed', 7, array(), $order );
		$order->become( 'processing' );
		WC()->cart->empty_cart();
	},
	60
);
page( fn() => $order->become( 'refunded' ), 60 );
Rebasket\Outbox::tried();

foreach ( Site::$posted as $post ) {
	echo json_encode( array( 'url' => $post['url'], 'headers' => $post['headers'], 'body' => base64_encode( $post['body'] ) ) ), "\n";
}
