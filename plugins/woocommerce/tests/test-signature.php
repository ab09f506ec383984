<?php
/** Standard Webhooks' signature. */

use Rebasket\Signature;

function test_the_published_example_comes_out_as_published(): void {
	// github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
	$headers = Signature::headers( 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}' );
	same( 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', $headers['webhook-signature'] );
	same( array( 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330' ), array( $headers['webhook-id'], $headers['webhook-timestamp'] ) );
}

function test_what_is_no_secret_has_no_key(): void {
	same( array( '', '' ), array( Signature::key( 'whsec_%%%' ), Signature::key( '' ) ) );
	same( 'a key of thirty-two letters long', Signature::key( SECRET ) );
}
