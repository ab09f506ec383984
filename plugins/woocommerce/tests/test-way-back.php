<?php
/** Links back: the same products, nothing of anybody, and nothing taken away. */

use Rebasket\Way_Back;

function link_of_cart(): string {
	return Way_Back::link( WC()->cart->get_cart() );
}

function follow( string $link ): array {
	parse_str( (string) parse_url( $link, PHP_URL_QUERY ), $_GET );
	Way_Back::follow();
	return array_map( fn( $line ) => array( $line['data']->get_id(), $line['quantity'], $line['variation'] ), WC()->cart->get_cart() );
}

function test_a_link_fills_the_readers_own_cart(): void {
	WC()->cart->add_to_cart( 93, 2, 94, array( 'attribute_pa_size' => 'large' ) );
	WC()->cart->add_to_cart( 22, 1 );
	$link       = link_of_cart();
	Site::$shop = new Shop();
	same( array( array( 94, 2, array( 'attribute_pa_size' => 'large' ) ), array( 22, 1, array() ) ), follow( $link ) );
	same( array( 'https://teashop.example/checkout/' ), Site::$redirects );
}

function test_a_link_says_nothing_of_anybody(): void {
	list( WC()->customer->email, Site::$user ) = array( 'ann@example.com', 5 );
	WC()->cart->add_to_cart( 22, 1 );
	end_page();
	parse_str( (string) parse_url( link_of_cart(), PHP_URL_QUERY ), $query );
	same( array( 'rebasket' ), array_keys( $query ) );
	same( '[[22,1]]', base64_decode( explode( '.', $query['rebasket'] )[0] ) );
}

function test_what_the_reader_has_stays_and_only_what_is_missing_comes(): void {
	WC()->cart->add_to_cart( 22, 3 );
	$link       = link_of_cart();
	Site::$shop = new Shop();
	WC()->cart->add_to_cart( 93, 1 );
	WC()->cart->add_to_cart( 22, 2 );
	same( array( array( 93, 1, array() ), array( 22, 2, array() ), array( 22, 1, array() ) ), follow( $link ) );
	same( 3, count( follow( $link ) ) );
}

function test_products_that_are_gone_are_left_out(): void {
	WC()->cart->add_to_cart( 22, 1 );
	WC()->cart->add_to_cart( 93, 1 );
	$link       = link_of_cart();
	Site::$shop = new Shop();
	unset( Site::$products[93] );
	Site::$products[22]->purchasable = false;
	same( array(), follow( $link ) );
	same( array( 'https://teashop.example/cart/' ), Site::$redirects );
}

function test_a_link_that_somebody_changed_does_nothing(): void {
	WC()->cart->add_to_cart( 22, 1 );
	$link       = link_of_cart();
	Site::$shop = new Shop();
	$other      = rtrim( strtr( base64_encode( '[[93,99]]' ), '+/', '-_' ), '=' );
	$signature  = explode( '.', $link )[2];
	foreach ( array( "https://teashop.example/?rebasket=$other.$signature", "$link.", substr( $link, 0, -1 ), 'https://teashop.example/?rebasket=', 'https://teashop.example/?rebasket=.' ) as $changed ) {
		same( array(), follow( $changed ), $changed );
	}
}

function test_a_page_without_a_link_is_left_alone(): void {
	foreach ( array( array(), array( 'rebasket' => array( 'x' ) ) ) as $query ) {
		$_GET = $query;
		Way_Back::follow();
	}
	same( array(), Site::$redirects );
}
