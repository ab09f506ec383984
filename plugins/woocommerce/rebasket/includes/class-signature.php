<?php
/**
 * Standard Webhooks' signature.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Signs as https://github.com/standard-webhooks/standard-webhooks asks, version v1.
 */
final class Signature {

	const PREFIX = 'whsec_';

	/**
	 * Return the headers of one attempt.
	 *
	 * @param string $secret    whsec_ and base64.
	 * @param string $event     The event's name, the same at every attempt.
	 * @param int    $timestamp When this attempt is made, in seconds since 1970.
	 * @param string $body      The very bytes that are sent.
	 */
	public static function headers( string $secret, string $event, int $timestamp, string $body ): array {
		$digest = hash_hmac( 'sha256', "$event.$timestamp.$body", self::key( $secret ), true );
		return array(
			'content-type'      => 'application/json',
			'webhook-id'        => $event,
			'webhook-timestamp' => (string) $timestamp,
			'webhook-signature' => 'v1,' . base64_encode( $digest ),
		);
	}

	/**
	 * Return a secret's key; empty, so that nobody takes it for one, if the secret is none.
	 *
	 * @param string $secret whsec_ and base64.
	 */
	public static function key( string $secret ): string {
		$bare = 0 === strpos( $secret, self::PREFIX ) ? substr( $secret, strlen( self::PREFIX ) ) : $secret;
		return (string) base64_decode( $bare, true );
	}
}
