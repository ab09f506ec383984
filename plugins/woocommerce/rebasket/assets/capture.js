/**
 * Tells the shop of the address that is typed at the checkout, and of the tick beside it.
 *
 * Works with the classic and the block checkout, which make their fields anew as they please, so
 * that the page is listened to, not the fields. Nothing is told of a box that must be ticked first.
 */
( function ( settings ) {
	'use strict';

	if ( ! settings ) {
		return;
	}

	var EMAIL = '#billing_email, #email';
	var PHONE = '#billing_phone, #billing-phone, #shipping-phone';
	var TICK = '#rebasket_accepts_email, input[type="checkbox"][id*="rebasket-accepts-email"]';
	var SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
	var WAIT = 600; // milliseconds after the last change: no request for every letter
	var told = '';
	var timer = null;

	function value( selector ) {
		var field = document.querySelector( selector );
		return field ? field.value.trim() : '';
	}

	function accepts() {
		var box = document.querySelector( TICK );
		return box ? ( box.checked ? '1' : '0' ) : '';
	}

	function tell() {
		var email = value( EMAIL );
		var tick = accepts();
		if ( settings.tickedOnly && tick !== '1' ) {
			if ( ! told ) {
				return;
			}
			email = '';
		} else if ( ! SHAPE.test( email ) ) {
			return;
		}
		var body = new URLSearchParams( {
			nonce: settings.nonce,
			email: email,
			phone: email ? value( PHONE ) : '',
			accepts: tick,
		} );
		if ( body.toString() === told ) {
			return;
		}
		told = body.toString();
		window.fetch( settings.url, { method: 'POST', body: body, credentials: 'same-origin', keepalive: true } )
			.catch( function () {
				told = '';
			} );
	}

	function soon( event ) {
		if ( event.target && event.target.matches && event.target.matches( EMAIL + ', ' + PHONE + ', ' + TICK ) ) {
			window.clearTimeout( timer );
			timer = window.setTimeout( tell, WAIT );
		}
	}

	document.addEventListener( 'input', soon );
	document.addEventListener( 'change', soon );
}( window.rebasketCapture ) );
