<?php
/** Orders: placed once, taken back once, and nothing of those before. */

function told_orders(): array {
	Site::pass( 0 );
	return array_map( fn( $event ) => array( $event['type'], $event['data']['order'] ), Site::events() );
}

function test_an_order_is_placed_when_its_shopper_has_nothing_left_to_do(): void {
	WC()->cart->add_to_cart( 22, 1 );
	end_page();
	$order = new Order( 7 );
	do_action( 'woocommerce_checkout_order_processed', 7, array(), $order );
	same( array(), told_orders() );
	$order->become( 'processing' );
	same( array( array( 'order.placed', '7' ) ), told_orders() );
	$data = Site::events()[0]['data'];
	same( array( WC()->session->get( 'rebasket_cart' ), '21.80', 'EUR' ), array( $data['cart'], $data['total'], $data['currency'] ) );
	same( array( 'email' => 'ann@example.com', 'name' => 'Ann', 'country' => 'GB' ), $data['shopper'] );
	$order->become( 'completed' );
	same( 1, count( told_orders() ) );
}

function test_what_waits_to_be_told_of_its_cart_is_told_no_more(): void {
	WC()->cart->add_to_cart( 22, 1 );
	end_page();
	$order = new Order( 7 );
	do_action( 'woocommerce_store_api_checkout_order_processed', $order );
	$order->become( 'on-hold' );
	Site::pass( 60 );
	same( array( 'order.placed' ), array_column( Site::events(), 'type' ) );
}

function test_unpaid_failed_and_timed_out_orders_are_no_purchases(): void {
	$order = new Order( 7, 'checkout-draft' );
	foreach ( array( 'pending', 'failed', 'pending', 'cancelled' ) as $status ) {
		$order->become( $status );
	}
	same( array(), told_orders() );
}

function test_an_order_that_is_taken_back_is_told_once(): void {
	$order = new Order( 7 );
	$order->become( 'processing' );
	$order->become( 'refunded' );
	$order->become( 'cancelled' );
	same( array( array( 'order.placed', '7' ), array( 'order.cancelled', '7' ) ), told_orders() );
}

function test_a_plugins_own_status_is_a_purchase(): void {
	( new Order( 7 ) )->become( 'awaiting-pickup' );
	same( array( array( 'order.placed', '7' ) ), told_orders() );
}

function test_an_order_made_by_hand_is_placed_when_it_is_made(): void {
	$order = new Order( 7, 'processing' );
	do_action( 'woocommerce_new_order', 7, $order );
	$order->become( 'completed' );
	same( array( array( 'order.placed', '7' ) ), told_orders() );
	do_action( 'woocommerce_new_order', 8 );
	do_action( 'woocommerce_new_order', 9, new Order( 9, 'pending' ) );
	same( 1, count( told_orders() ) );
}

function test_orders_from_before_the_plugin_are_not_placed_again(): void {
	( new Order( 7, 'processing' ) )->become( 'completed' );
	( new Order( 8, 'processing' ) )->become( 'refunded' );
	same( array(), told_orders() );
}

function test_what_is_no_order_is_none(): void {
	$subscription       = new Order( 7 );
	$subscription->type = 'shop_subscription';
	$subscription->become( 'active' );
	same( array(), told_orders() );
}

function test_the_tick_goes_along_with_the_order(): void {
	$order = new Order( 7 );
	do_action( 'woocommerce_checkout_create_order', $order, array( 'rebasket_accepts_email' => 1 ) );
	$order->become( 'processing' );
	$block                                          = new Order( 8 );
	$block->meta['_wc_other/rebasket/accepts-email'] = '';
	do_action( 'woocommerce_store_api_checkout_order_processed', $block );
	$block->become( 'processing' );
	told_orders();
	same( array( true, false ), array_column( array_column( array_column( Site::events(), 'data' ), 'shopper' ), 'accepts_email' ) );
}

function test_the_box_is_shown_unticked_and_its_words_are_escaped(): void {
	set_up( array( 'label' => 'Yes <b>please</b>' ) );
	$box = apply_filters( 'woocommerce_checkout_fields', array( 'billing' => array() ) )['billing']['rebasket_accepts_email'];
	same( array( 'checkbox', 0, false, 'Yes &lt;b&gt;please&lt;/b&gt;' ), array( $box['type'], $box['default'], $box['required'], $box['label'] ) );
	same( array( 'rebasket/accepts-email' ), Site::$errors );
	set_up( array( 'label' => '' ) );
	same( array( 'billing' => array() ), apply_filters( 'woocommerce_checkout_fields', array( 'billing' => array() ) ) );
}
