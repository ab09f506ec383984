<?php
/** Carts, and who fills them. */

use Rebasket\Capture;
use Rebasket\Cart_Teller;
use Rebasket\Order_Teller;

function told_carts(): array {
	end_page();
	Site::pass( 15 );
	return array_column( Site::events(), 'data' );
}

function typed( string $email, string $accepts = '', string $phone = '' ): string {
	$_POST = array( 'nonce' => 'n', 'email' => $email, 'accepts' => $accepts, 'phone' => $phone );
	return stopped( array( Capture::class, 'take' ) );
}

function test_a_cart_is_told_with_the_prices_its_shopper_sees(): void {
	WC()->cart->add_to_cart( 93, 2, 94, array( 'attribute_pa_size' => 'large' ) );
	WC()->cart->add_to_cart( 22, 1 );
	list( $cart ) = told_carts();
	same(
		array(
			array( 'title' => 'Assam & Darjeeling', 'quantity' => 2, 'price' => '9.40', 'variant' => 'Large', 'image_url' => 'https://teashop.example/assam.jpg', 'id' => '94' ),
			array( 'title' => 'Strainer', 'quantity' => 1, 'price' => '5.00', 'id' => '22' ),
		),
		$cart['items']
	);
	same( array( 'EUR', '23.80', 32 ), array( $cart['currency'], $cart['total'], strlen( $cart['cart'] ) ) );
	same( false, isset( $cart['shopper'] ) );
}

function test_prices_without_tax_are_told_without_it(): void {
	WC()->cart->with_tax = false;
	WC()->cart->add_to_cart( 22, 2 );
	same( '4.17', told_carts()[0]['items'][0]['price'] );
}

function test_what_is_sold_by_the_metre_is_one_piece_of_that_length(): void {
	WC()->cart->add_to_cart( 22, 1.5 );
	$item = told_carts()[0]['items'][0];
	same( array( 1, '7.50', '1.5' ), array( $item['quantity'], $item['price'], $item['variant'] ) );
}

function test_a_page_that_changed_nothing_tells_nothing(): void {
	WC()->cart->add_to_cart( 22, 1 );
	told_carts();
	do_action( 'woocommerce_cart_updated' );
	same( 1, count( told_carts() ) );
	WC()->cart->add_to_cart( 22, 1 );
	$carts = told_carts();
	same( array( 2, 1 ), array( count( $carts ), count( array_unique( array_column( $carts, 'cart' ) ) ) ) );
}

function test_a_visitor_without_a_cart_gets_no_name(): void {
	do_action( 'woocommerce_cart_updated' );
	same( array( array(), array() ), array( told_carts(), WC()->session->kept ) );
	WC()->session = null;
	do_action( 'woocommerce_cart_updated' );
	same( array(), told_carts() );
}

function test_a_cart_that_its_shopper_emptied_is_told_to_be_empty(): void {
	WC()->cart->add_to_cart( 22, 1 );
	told_carts();
	WC()->cart->empty_cart();
	$carts = told_carts();
	same( array( array(), false ), array( $carts[1]['items'], isset( $carts[1]['url'] ) ) );
}

function test_a_cart_that_was_bought_is_emptied_in_silence_and_the_next_one_is_another(): void {
	WC()->cart->add_to_cart( 22, 1 );
	told_carts();
	do_action( 'woocommerce_checkout_order_processed', 7, array(), new Order( 7 ) );
	WC()->cart->empty_cart();
	same( 1, count( told_carts() ) );
	WC()->cart->add_to_cart( 22, 1 );
	$carts = told_carts();
	same( 2, count( array_unique( array_column( $carts, 'cart' ) ) ) );
}

function test_an_address_that_is_typed_makes_the_cart_somebodys(): void {
	WC()->cart->add_to_cart( 22, 1 );
	told_carts();
	same( 'success', typed( 'ann@example.com', '', '+44 20 7946 0000' ) );
	same( array( 'email' => 'ann@example.com', 'phone' => '+44 20 7946 0000', 'locale' => 'de-DE' ), told_carts()[1]['shopper'] );
}

function test_a_customer_is_known_by_what_the_shop_knows(): void {
	Site::$user = 5;
	list( WC()->customer->email, WC()->customer->first_name, WC()->customer->country ) = array( 'ann@example.com', 'Ann', 'GB' );
	WC()->cart->add_to_cart( 22, 1 );
	same( array( 'email' => 'ann@example.com', 'id' => '5', 'name' => 'Ann', 'locale' => 'de-DE', 'country' => 'GB' ), told_carts()[0]['shopper'] );
}

function test_where_the_box_must_be_ticked_first_nothing_is_kept_or_told_before(): void {
	set_up( array( 'capture' => 'ticked' ) );
	WC()->customer->email = 'ann@example.com';
	WC()->cart->add_to_cart( 22, 1 );
	same( false, isset( told_carts()[0]['shopper'] ) );
	typed( 'ann@example.com', '0' );
	same( array( 'accepts_email' => false ), told_carts()[1]['shopper'] );
	same( '', WC()->session->get( 'rebasket_contact' )['email'] );
	typed( 'ann@example.com', '1' );
	same( array( 'email' => 'ann@example.com', 'locale' => 'de-DE', 'accepts_email' => true ), told_carts()[2]['shopper'] );
	typed( 'ann@example.com', '0' );
	same( array( 'accepts_email' => false ), told_carts()[3]['shopper'] );
}

function test_what_is_typed_is_believed_only_with_the_pages_nonce_and_a_cart(): void {
	same( 'success', typed( 'ann@example.com' ) );
	same( array(), WC()->session->kept );
	WC()->cart->add_to_cart( 22, 1 );
	Site::$nonce_fits = false;
	same( 'nonce', typed( 'ann@example.com' ) );
	same( null, WC()->session->get( 'rebasket_contact' ) );
}

function test_what_is_no_address_is_none(): void {
	WC()->cart->add_to_cart( 22, 1 );
	foreach ( array( 'ann', '<b>@', "ann@example.com\nBcc: x", '' ) as $typed ) {
		typed( $typed );
		same( false, 'ann@example.com' === WC()->session->get( 'rebasket_contact' )['email'], $typed );
	}
	$_POST = array( 'email' => array( 'x' ), 'phone' => array(), 'accepts' => array() );
	same( 'success', stopped( array( Capture::class, 'take' ) ) );
}

function test_a_cart_of_hundreds_of_lines_is_told_up_to_a_bound(): void {
	for ( $number = 1000; $number < 1400; $number++ ) {
		new Product( $number, "Tea no. $number", 1.0 );
		WC()->cart->add_to_cart( $number, 1 );
	}
	$cart = told_carts()[0];
	same( 300, count( $cart['items'] ) );
	same( true, strlen( $cart['url'] ) <= 1900 );
}
