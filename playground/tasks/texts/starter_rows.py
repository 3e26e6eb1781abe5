"""The rows of "Your own sentences" until a learner brings some, in the form in which they are brought."""

from __future__ import annotations

STARTER_ROWS = """\
text,label
"Yes, you are late.",statement
Are you late?,question
The shop is open.,statement
Is the shop open?,question
It is raining.,statement
Is it raining?,question
She is at home.,statement
Is she at home?,question
They are ready.,statement
Are they ready?,question
The train was late.,statement
Was the train late?,question
You can swim.,statement
Can you swim?,question
He can hear us.,statement
Can he hear us?,question
We are lost.,statement
Are we lost?,question
The soup was cold.,statement
Was the soup cold?,question
The door is open.,statement
Is the door open?,question
She can drive.,statement
Can she drive?,question
You were at home.,statement
Were you at home?,question
They were cold.,statement
Were they cold?,question
The window was open.,statement
Was the window open?,question
He is ready.,statement
Is he ready?,question
Open the door.,command
Close the window.,command
Bring the soup.,command
Wait at the door.,command
Wait for the train.,command
"Please close the shop, it is late.",command
Please bring the key.,command
Please wait at home.,command
Open the window now.,command
Close the door.,command
Bring me the key.,command
Take the train.,command
Take the soup home.,command
Please take me home.,command
Please open the shop.,command
Stay at home.,command
"""
"""Questions and statements of the same words in another order, and commands."""
