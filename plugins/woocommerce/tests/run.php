<?php
/**
 * Runs the plugin's tests: `php plugins/woocommerce/tests/run.php`. Exit code 1 if one fails.
 *
 * Every function whose name begins with `test_` is one; its name says what must hold.
 */

error_reporting( E_ALL );
set_error_handler(
	function ( $kind, $words, $file, $line ) {
		throw new ErrorException( $words, 0, $kind, $file, $line );
	}
);

require __DIR__ . '/wordpress.php';
require __DIR__ . '/../rebasket/rebasket.php';
foreach ( glob( __DIR__ . '/test-*.php' ) as $file ) {
	require $file;
}

const SECRET = 'whsec_YSBrZXkgb2YgdGhpcnR5LXR3byBsZXR0ZXJzIGxvbmc=';
const URL    = 'https://api.example/live/webhooks/tea';

/** A shop on which the plugin was set up. */
function set_up( array $settings = array() ): void {
	$hooks = Site::$hooks['woocommerce_init'];
	Site::reset();
	Site::$hooks['woocommerce_init'] = $hooks;
	Site::$options['rebasket_settings'] = $settings + array(
		'url'     => URL,
		'secret'  => SECRET,
		'capture' => 'typed',
		'label'   => 'Send me reminders',
	);
	do_action( 'woocommerce_init' );
	new Product( 93, 'Assam &amp; Darjeeling', 9.4 );
	new Product( 94, 'Assam &amp; Darjeeling', 9.4, 93, 'https://teashop.example/assam.jpg' );
	new Product( 22, 'Strainer', 5.0, 0, 'http://teashop.example/strainer.jpg' );
}

function same( $expected, $found, string $what = '' ): void {
	if ( $expected !== $found ) {
		throw new LogicException( trim( "$what\n  expected " . json_encode( $expected ) . "\n  found    " . json_encode( $found ) ) );
	}
}

/** The end of a page: what is told, is told now. */
function end_page(): void {
	do_action( 'shutdown' );
}

function stopped( callable $call ): string {
	try {
		$call();
	} catch ( Stop $stop ) {
		return $stop->getMessage();
	}
	return '';
}

$failed = 0;
$tests  = array_filter( get_defined_functions()['user'], fn( $name ) => 0 === strpos( $name, 'test_' ) );
foreach ( $tests as $test ) {
	try {
		set_up();
		$test();
	} catch ( Throwable $problem ) {
		++$failed;
		echo "FAILED $test\n  ", $problem->getMessage(), "\n  ", basename( $problem->getFile() ), ':', $problem->getLine(), "\n";
	}
}
echo count( $tests ), ' tests, ', $failed, " failed\n";
exit( $failed ? 1 : 0 );
