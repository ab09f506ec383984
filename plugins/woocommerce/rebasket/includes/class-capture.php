<?php
/**
 * Addresses as they are typed at the checkout.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * A small script tells us what stands in the address field; what may be kept of it is decided here.
 */
final class Capture {

	const ACTION = 'rebasket_capture';

	/**
	 * Bring the script to the checkout, and take what it tells.
	 */
	public static function listen(): void {
		add_action( 'wp_enqueue_scripts', array( self::class, 'enqueue' ) );
		add_action( 'wc_ajax_' . self::ACTION, array( self::class, 'take' ) );
	}

	/**
	 * Bring the script to the checkout only.
	 */
	public static function enqueue(): void {
		if ( ! is_checkout() || is_order_received_page() ) {
			return;
		}
		$told = array(
			'url'        => \WC_AJAX::get_endpoint( self::ACTION ),
			'nonce'      => wp_create_nonce( self::ACTION ),
			'tickedOnly' => Settings::only_ticked(),
		);
		wp_enqueue_script( 'rebasket-capture', plugins_url( 'assets/capture.js', FILE ), array(), VERSION, true );
		wp_add_inline_script( 'rebasket-capture', 'window.rebasketCapture = ' . wp_json_encode( $told ) . ';', 'before' );
	}

	/**
	 * Take what was typed; the cart is told at the end of this request.
	 */
	public static function take(): void {
		check_ajax_referer( self::ACTION, 'nonce' );
		if ( WC()->session && WC()->cart && ! WC()->cart->is_empty() ) {
			$email = sanitize_email( self::posted( 'email' ) );
			$tick  = self::posted( 'accepts' );
			Shopper::remember(
				is_email( $email ) ? $email : '',
				substr( sanitize_text_field( self::posted( 'phone' ) ), 0, 40 ),
				in_array( $tick, array( '0', '1' ), true ) ? '1' === $tick : null
			);
			Cart_Teller::touch();
		}
		wp_send_json_success();
	}

	private static function posted( string $name ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Missing, WordPress.Security.ValidatedSanitizedInput -- checked in take(), sanitized by it.
		$value = $_POST[ $name ] ?? '';
		return is_string( $value ) ? wp_unslash( $value ) : '';
	}
}
