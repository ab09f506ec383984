<?php
/**
 * The way back to a cart.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Links that put products into the cart of whoever follows them, and say nothing of anybody.
 *
 * Mails are forwarded and opened on other devices. So a link holds products, quantities and a
 * signature of them, never a session, a shopper or an order. It adds what is missing in the
 * reader's own cart and takes nothing out of it.
 */
final class Way_Back {

	const PARAMETER   = 'rebasket';
	const URL_LETTERS = 1900; // Every browser and mail client takes 2,000.
	const SIGNATURE   = 16; // Bytes of it that are kept: nobody guesses as many.

	/**
	 * Take in who follows a link.
	 */
	public static function listen(): void {
		add_action( 'template_redirect', array( self::class, 'follow' ), 5 );
	}

	/**
	 * Return the link to these lines of a cart; the last ones are left out if it gets too long.
	 *
	 * @param array $lines A cart's lines.
	 */
	public static function link( array $lines ): string {
		$put = array_map( array( self::class, 'put_back' ), array_values( $lines ) );
		do {
			$payload = self::letters( (string) wp_json_encode( $put ) );
			$link    = add_query_arg( self::PARAMETER, $payload . '.' . self::signed( $payload ), home_url( '/' ) );
			array_pop( $put );
		} while ( strlen( $link ) > self::URL_LETTERS );
		return $link;
	}

	/**
	 * Fill the reader's cart and lead to the checkout; a link that is not ours leads to the cart.
	 */
	public static function follow(): void {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended, WordPress.Security.ValidatedSanitizedInput -- signed, and read by lines() only.
		$given = $_GET[ self::PARAMETER ] ?? null;
		if ( ! is_string( $given ) || ! WC()->cart ) {
			return;
		}
		foreach ( self::lines( wp_unslash( $given ) ) as $line ) {
			self::add( $line );
		}
		nocache_headers();
		wp_safe_redirect( WC()->cart->is_empty() ? wc_get_cart_url() : wc_get_checkout_url() );
		self::leave();
	}

	/**
	 * Return what a link holds; nothing if we did not sign it.
	 *
	 * @param string $given The parameter.
	 */
	public static function lines( string $given ): array {
		list( $payload, $signature ) = array_pad( explode( '.', $given, 2 ), 2, '' );
		if ( ! hash_equals( self::signed( $payload ), $signature ) ) {
			return array();
		}
		$lines = json_decode( (string) base64_decode( strtr( $payload, '-_', '+/' ), true ), true );
		return is_array( $lines ) ? array_filter( $lines, 'is_array' ) : array();
	}

	private static function put_back( array $line ): array {
		$put        = array( (int) $line['data']->get_id(), max( 1, (int) $line['quantity'] ) );
		$attributes = array_filter( (array) ( $line['variation'] ?? array() ) );
		return $attributes ? array_merge( $put, array( $attributes ) ) : $put;
	}

	private static function add( array $line ): void {
		$product = wc_get_product( (int) ( $line[0] ?? 0 ) );
		$missing = (int) ( $line[1] ?? 0 ) - ( $product ? self::there( $product->get_id() ) : 0 );
		if ( ! $product || ! $product->is_purchasable() || $missing < 1 ) {
			return;
		}
		$is_variation = $product->is_type( 'variation' );
		WC()->cart->add_to_cart(
			$is_variation ? $product->get_parent_id() : $product->get_id(),
			$missing,
			$is_variation ? $product->get_id() : 0,
			array_map( 'strval', (array) ( $line[2] ?? array() ) )
		);
	}

	/** Return how many of a product are in the reader's cart already. */
	private static function there( int $product ): int {
		$count = 0;
		foreach ( WC()->cart->get_cart() as $line ) {
			$count += (int) $line['data']->get_id() === $product ? (int) $line['quantity'] : 0;
		}
		return $count;
	}

	private static function signed( string $payload ): string {
		$digest = hash_hmac( 'sha256', "rebasket way back\n$payload", Settings::link_key(), true );
		return self::letters( substr( $digest, 0, self::SIGNATURE ) );
	}

	private static function letters( string $bytes ): string {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	}

	/** End the request; the tests cannot let it end theirs. */
	private static function leave(): void {
		if ( ! defined( 'REBASKET_TESTS' ) ) {
			exit;
		}
	}
}
