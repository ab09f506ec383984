<?php
/** Settings: checked, kept, and nobody else's business. */

use Rebasket\Capture;
use Rebasket\Settings;
use Rebasket\Settings_Page;

function page(): string {
	ob_start();
	Settings_Page::show();
	return (string) ob_get_clean();
}

function test_what_is_wrong_is_told_and_stays_as_it_was(): void {
	$wrong = array( 'http://api.example/webhooks/tea', 'https://api.example/', 'https://api.example/webhooks/tea?x=1', 'https://u:p@api.example/webhooks/tea', 'javascript:alert(1)' );
	foreach ( $wrong as $url ) {
		same( URL, Settings::checked( array( 'url' => $url ) )['url'], $url );
	}
	foreach ( array( 'whsec_c2hvcnQ=', 'secret', 'whsec_%' ) as $secret ) {
		same( SECRET, Settings::checked( array( 'url' => URL, 'secret' => $secret ) )['secret'], $secret );
	}
	same( array_merge( array( 'rebasket/accepts-email' ), array_fill( 0, 5, 'url' ), array_fill( 0, 3, 'secret' ) ), Site::$errors );
}

function test_an_empty_secret_keeps_the_known_one_and_odd_forms_do_no_harm(): void {
	same( SECRET, Settings::checked( array( 'url' => URL, 'secret' => '' ) )['secret'] );
	same( array( '', SECRET, 'ticked', '' ), array_values( Settings::checked( 'x' ) ) );
	same( 'ticked', Settings::checked( array( 'capture' => array( 'typed' ) ) )['capture'] );
	same( 'typed', Settings::checked( array( 'capture' => 'typed' ) )['capture'] );
}

function test_the_page_shows_no_secret_and_escapes_what_it_shows(): void {
	Site::$options['rebasket_settings']['label'] = '"><script>alert(1)</script>';
	$page                                        = page();
	same( array( false, false ), array( strpos( $page, 'whsec_Y' ), strpos( $page, '<script>' ) ) );
	same( true, false !== strpos( $page, 'name="_wpnonce"' ) );
}

function test_a_refusal_is_shown(): void {
	Site::$options['rebasket_problem'] = array( 'at' => 1, 'status' => 401, 'said' => '<b>bad</b>' );
	same( true, false !== strpos( page(), '401 &lt;b&gt;bad&lt;/b&gt;' ) );
}

function test_a_box_without_words_is_warned_of(): void {
	set_up( array( 'capture' => 'ticked', 'label' => '' ) );
	same( true, false !== strpos( page(), 'nobody can tick it' ) );
}

function test_only_who_manages_the_shop_sees_or_tests_anything(): void {
	Site::$manager = false;
	same( array( '', 'You may not do this.' ), array( page(), stopped( array( Settings_Page::class, 'test' ) ) ) );
	same( array(), Site::$posted );
}

function test_the_test_event_is_sent_at_once_and_its_answer_shown(): void {
	Site::$answers = array( 401 );
	Settings_Page::test();
	same( true, Site::events()[0]['data']['test'] );
	same( true, false !== strpos( Site::$redirects[0], 'status=401' ) );
	Site::$nonce_fits = false;
	same( 'nonce', stopped( array( Settings_Page::class, 'test' ) ) );
}

function test_without_settings_the_shop_is_left_alone(): void {
	set_up( array( 'url' => '' ) );
	same( false, isset( Site::$hooks['woocommerce_cart_updated'] ) || isset( Site::$hooks[ 'wc_ajax_' . Capture::ACTION ] ) );
}

function test_the_key_of_links_is_made_once(): void {
	same( array( 64, Settings::link_key() ), array( strlen( Settings::link_key() ), Settings::link_key() ) );
}
