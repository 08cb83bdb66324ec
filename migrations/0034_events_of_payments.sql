-- Which of a processor's messages are about one payment: the first of them stands for money that gave nothing.

CREATE INDEX payment_events_of_payment ON payment_events (processor, body->'payment'->>'paymentId')
  WHERE kind IN ('payment', 'subscription_charged');
