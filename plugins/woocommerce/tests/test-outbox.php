<?php
/** Events on their way. */

use Rebasket\Outbox;

function test_an_event_is_sent_by_the_scheduler_and_forgotten_then(): void {
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ), 15 );
	same( array(), Site::$posted );
	same( true, isset( Site::$options['rebasket_event_cart_c'] ) );
	Site::pass( 15 );
	same( array( array( 'type' => 'cart.updated', 'timestamp' => '2026-11-21T12:00:00Z', 'data' => array( 'cart' => 'c' ) ) ), Site::events() );
	same( array( URL, 0, 15 ), array( Site::$posted[0]['url'], Site::$posted[0]['redirection'], Site::$posted[0]['timeout'] ) );
	same( false, isset( Site::$options['rebasket_event_cart_c'] ) );
}

function test_a_burst_of_changes_is_one_event_with_the_last_of_them(): void {
	foreach ( array( 1, 2, 3 ) as $number ) {
		Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c', 'total' => $number ), 15 );
	}
	same( 1, count( Site::$scheduled ) );
	Site::pass( 60 );
	same( array( 3 ), array_column( array_column( Site::events(), 'data' ), 'total' ) );
}

function test_what_is_scheduled_says_nothing_of_a_shopper(): void {
	Outbox::put( 'cart_c', 'cart.updated', array( 'shopper' => array( 'email' => 'ann@example.com' ) ) );
	same( false, strpos( (string) json_encode( Site::$scheduled ), 'ann' ) );
}

function test_what_was_not_taken_is_sent_again_under_its_name_and_a_new_signature(): void {
	Site::$answers = array( 503, 0, 429, 200 );
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	foreach ( array( 0, 5, 300, 1800 ) as $wait ) {
		Site::pass( $wait );
	}
	$headers = array_column( Site::$posted, 'headers' );
	same( 4, count( $headers ) );
	same( 1, count( array_unique( array_column( $headers, 'webhook-id' ) ) ) );
	same( 4, count( array_unique( array_column( $headers, 'webhook-signature' ) ) ) );
	same( array( '2026-11-21T12:00:00Z' ), array_values( array_unique( array_column( Site::events(), 'timestamp' ) ) ) );
	same( array(), Site::$scheduled );
}

function test_after_a_day_it_is_given_up_and_the_merchant_is_told(): void {
	Site::$answers = array_fill( 0, 20, 503 );
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	for ( $hour = 0; $hour < 40; $hour++ ) {
		Site::pass( 3600 );
	}
	same( 7, count( Site::$posted ) );
	same( false, isset( Site::$options['rebasket_event_cart_c'] ) );
	same( array( 503, 'answered 503' ), array( Site::$options['rebasket_problem']['status'], Site::$options['rebasket_problem']['said'] ) );
}

function test_a_refusal_is_not_repeated_and_the_next_success_ends_its_notice(): void {
	Site::$answers = array( 401 );
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	Site::pass( 0 );
	same( 401, Site::$options['rebasket_problem']['status'] );
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	Site::pass( 0 );
	same( array( 2, false ), array( count( Site::$posted ), isset( Site::$options['rebasket_problem'] ) ) );
}

function test_a_change_while_the_one_before_is_being_sent_is_not_lost(): void {
	Site::$answers = array(
		function () {
			Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c', 'total' => 2 ), 15 );
			return 200;
		},
	);
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c', 'total' => 1 ) );
	Site::pass( 0 );
	same( array( 1, 2 ), array_column( array_column( Site::events(), 'data' ), 'total' ) );
	same( false, isset( Site::$options['rebasket_event_cart_c'] ) );
}

function test_without_an_address_to_send_to_nothing_is_kept(): void {
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	Site::$options['rebasket_settings']['url'] = '';
	Site::pass( 0 );
	same( array( 0, false ), array( count( Site::$posted ), isset( Site::$options['rebasket_event_cart_c'] ) ) );
}

function test_a_plugin_that_is_switched_off_keeps_no_addresses(): void {
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	Outbox::forget_all();
	same( array( array(), false, true ), array( Site::$scheduled, isset( Site::$options['rebasket_event_cart_c'] ), isset( Site::$options['rebasket_settings'] ) ) );
}

function test_removing_the_plugin_leaves_nothing(): void {
	Outbox::put( 'cart_c', 'cart.updated', array( 'cart' => 'c' ) );
	Site::$options['blogname'] = 'Tea & Co';
	define( 'WP_UNINSTALL_PLUGIN', 'rebasket' );
	require __DIR__ . '/../rebasket/uninstall.php';
	same( array( 'blogname' ), array_keys( Site::$options ) );
	same( array(), Site::$scheduled );
	same( array( 'post', '_rebasket_cart' ), Site::$errors[1] );
	same( 4, count( array_filter( Site::$errors, 'is_array' ) ) );
}
