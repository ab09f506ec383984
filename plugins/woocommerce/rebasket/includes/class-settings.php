<?php
/**
 * What the merchant set.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * One option holds all settings, which every page needs; another the key that signs links.
 */
final class Settings {

	const OPTION      = 'rebasket_settings';
	const LINK_KEY    = 'rebasket_link_key';
	const TYPED       = 'typed';
	const TICKED      = 'ticked';
	const KEY_MIN     = 24; // Bytes; Standard Webhooks asks for as many.
	const NO_SETTINGS = array(
		'url'     => '',
		'secret'  => '',
		'capture' => self::TICKED,
		'label'   => '',
	);

	/**
	 * Return one setting.
	 *
	 * @param string $name url, secret, capture or label.
	 */
	public static function get( string $name ): string {
		$known = get_option( self::OPTION, array() );
		return (string) ( ( is_array( $known ) ? $known : array() ) + self::NO_SETTINGS )[ $name ];
	}

	/**
	 * Tell if there is somebody to tell, and a secret to sign with.
	 */
	public static function is_complete(): bool {
		return '' !== self::get( 'url' ) && '' !== self::get( 'secret' );
	}

	/**
	 * Tell if an address may be kept only once the box is ticked.
	 */
	public static function only_ticked(): bool {
		return self::TYPED !== self::get( 'capture' );
	}

	/**
	 * Check what was typed into the form. What is wrong is told, and stays as it was.
	 *
	 * @param mixed $typed The form's fields.
	 */
	public static function checked( $typed ): array {
		$typed = is_array( $typed ) ? $typed : array();
		$text  = function ( $name ) use ( $typed ) {
			return trim( sanitize_text_field( is_scalar( $typed[ $name ] ?? null ) ? $typed[ $name ] : '' ) );
		};
		$url    = $text( 'url' );
		$secret = $text( 'secret' );
		if ( '' !== $url && ! self::is_webhook_url( $url ) ) {
			add_settings_error( self::OPTION, 'url', __( 'The address must be like https://…/webhooks/my-shop.', 'rebasket' ) );
			$url = self::get( 'url' );
		}
		if ( '' !== $secret && strlen( Signature::key( $secret ) ) < self::KEY_MIN ) {
			add_settings_error( self::OPTION, 'secret', __( 'The secret must be whsec_ and what follows it, as it was shown.', 'rebasket' ) );
			$secret = '';
		}
		return array(
			'url'     => $url,
			'secret'  => '' === $secret ? self::get( 'secret' ) : $secret,
			'capture' => self::TYPED === $text( 'capture' ) ? self::TYPED : self::TICKED,
			'label'   => $text( 'label' ),
		);
	}

	/**
	 * Return the key that signs links back to carts; it is made when first asked for.
	 */
	public static function link_key(): string {
		$key = get_option( self::LINK_KEY, '' );
		if ( ! is_string( $key ) || '' === $key ) {
			$key = bin2hex( random_bytes( 32 ) );
			update_option( self::LINK_KEY, $key, false );
		}
		return $key;
	}

	/**
	 * Tell if this is where rebasket takes webhooks.
	 *
	 * @param string $url An address.
	 */
	private static function is_webhook_url( string $url ): bool {
		return 1 === preg_match( '~^https://[^\s?#@]+/webhooks/[a-z0-9-]{1,40}$~', $url );
	}
}
