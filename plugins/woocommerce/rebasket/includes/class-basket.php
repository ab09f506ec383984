<?php
/**
 * What lies in a cart.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Puts a WooCommerce cart into rebasket's words, with the prices that its shopper sees.
 */
final class Basket {

	const LINES_TOLD = 300;

	/**
	 * Return items, currency, total and the way back.
	 *
	 * @param \WC_Cart $cart The cart.
	 */
	public static function of( $cart ): array {
		$told  = array();
		$lines = array_slice( array_values( $cart->get_cart() ), 0, self::LINES_TOLD );
		foreach ( $lines as $line ) {
			$told[] = self::item( $line, (bool) $cart->display_prices_including_tax() );
		}
		$basket = array(
			'items'    => $told,
			'currency' => get_woocommerce_currency(),
			'total'    => self::amount( $cart->get_total( 'edit' ) ),
		);
		return $lines ? $basket + array( 'url' => Way_Back::link( $lines ) ) : $basket;
	}

	private static function item( array $line, bool $with_tax ): array {
		$product  = $line['data'];
		$quantity = (float) $line['quantity'];
		$cost     = (float) ( $line['line_subtotal'] ?? 0 ) + ( $with_tax ? (float) ( $line['line_subtotal_tax'] ?? 0 ) : 0 );
		$is_whole = floor( $quantity ) === $quantity;
		$item     = array(
			'title'     => self::plain( $product->get_title() ),
			'quantity'  => $is_whole ? (int) $quantity : 1,
			'price'     => self::amount( $is_whole && $quantity > 0 ? $cost / $quantity : $cost ),
			'variant'   => self::variant( $line, $is_whole ),
			'image_url' => self::picture( $product ),
			'id'        => (string) $product->get_id(),
		);
		return array_filter(
			$item,
			function ( $value ) {
				return null !== $value && '' !== $value;
			}
		);
	}

	/** Say which variant it is, and of what is sold by the metre how much. */
	private static function variant( array $line, bool $is_whole ): string {
		$variation = (array) ( $line['variation'] ?? array() );
		$words     = $variation ? self::plain( wc_get_formatted_variation( $variation, true, false ) ) : '';
		return implode( ', ', array_filter( array( $words, $is_whole ? '' : (string) $line['quantity'] ) ) );
	}

	private static function picture( $product ): string {
		$image = $product->get_image_id() ? wp_get_attachment_image_url( $product->get_image_id(), 'woocommerce_thumbnail' ) : '';
		return is_string( $image ) && 0 === strpos( $image, 'https://' ) ? $image : '';
	}

	private static function amount( $value ): string {
		return number_format( (float) $value, max( 0, (int) wc_get_price_decimals() ), '.', '' );
	}

	private static function plain( $text ): string {
		return trim( html_entity_decode( wp_strip_all_tags( (string) $text ), ENT_QUOTES, 'UTF-8' ) );
	}
}
