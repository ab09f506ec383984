<?php
/**
 * Who fills a cart, or bought.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Says no more of a shopper than the merchant's setting and the shopper's tick allow.
 */
final class Shopper {

	const SESSION = 'rebasket_contact';
	const TICK    = 'rebasket_accepts_email';

	/**
	 * Remember what was typed at the checkout. Without the tick that is needed, nothing is kept.
	 *
	 * @param string    $email   An address, or nothing.
	 * @param string    $phone   A number, or nothing.
	 * @param bool|null $accepts The tick; null where there is no box.
	 */
	public static function remember( string $email, string $phone, ?bool $accepts ): void {
		$may_keep = ! Settings::only_ticked() || true === $accepts;
		WC()->session->set(
			self::SESSION,
			array(
				'email'   => $may_keep ? $email : '',
				'phone'   => $may_keep ? $phone : '',
				'accepts' => $accepts,
			)
		);
	}

	/**
	 * Return who fills the cart; null when nothing may be or is known.
	 */
	public static function of_session(): ?array {
		$typed   = WC()->session->get( self::SESSION );
		$typed   = is_array( $typed ) ? $typed : array();
		$accepts = $typed['accepts'] ?? null;
		if ( Settings::only_ticked() && true !== $accepts ) {
			// What was told before must be taken back, what was not need not be.
			return array_key_exists( 'accepts', $typed ) ? array( 'accepts_email' => false ) : null;
		}
		$customer = WC()->customer;
		$known    = self::bare(
			array(
				'email'         => ( $typed['email'] ?? '' ) ? $typed['email'] : ( $customer ? $customer->get_billing_email() : '' ),
				'phone'         => ( $typed['phone'] ?? '' ) ? $typed['phone'] : ( $customer ? $customer->get_billing_phone() : '' ),
				'id'            => get_current_user_id() ? (string) get_current_user_id() : '',
				'name'          => $customer ? $customer->get_billing_first_name() : '',
				'locale'        => self::locale(),
				'country'       => $customer ? $customer->get_billing_country() : '',
				'accepts_email' => $accepts,
			)
		);
		return isset( $known['email'] ) || isset( $known['phone'] ) || isset( $known['id'] ) ? $known : null;
	}

	/**
	 * Return who bought.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function of_order( $order ): array {
		$tick = $order->get_meta( self::TICK );
		return self::bare(
			array(
				'email'         => $order->get_billing_email(),
				'phone'         => $order->get_billing_phone(),
				'id'            => $order->get_customer_id() ? (string) $order->get_customer_id() : '',
				'name'          => $order->get_billing_first_name(),
				'country'       => $order->get_billing_country(),
				'accepts_email' => in_array( $tick, array( 'yes', 'no' ), true ) ? 'yes' === $tick : null,
			)
		);
	}

	private static function locale(): string {
		return str_replace( '_', '-', (string) preg_replace( '/_(in)?formal$/', '', determine_locale() ) );
	}

	private static function bare( array $told ): array {
		return array_filter(
			$told,
			function ( $value ) {
				return null !== $value && '' !== $value;
			}
		);
	}
}
