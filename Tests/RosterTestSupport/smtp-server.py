"""An SMTP server for tests, on aiosmtpd. It prints `port N` when it listens on 127.0.0.1, and writes
each message that it takes into a folder as one JSON file, whole when it has its name."""

import argparse
import asyncio
import base64
import itertools
import json
import os
import ssl
import time

from aiosmtpd.smtp import SMTP, AuthResult

options = argparse.ArgumentParser()
options.add_argument("--store", required=True)
options.add_argument("--port", type=int, default=0)
options.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--user")
options.add_argument("--password")
options.add_argument("--answer", help="the answer to every recipient, e.g. 451 or 550")
options.add_argument("--answer-data", help="the answer to every message")
options.add_argument("--silent", action="store_true", help="take connections, never say a word")
options.add_argument(
    "--delay", action="append", default=[], metavar="STEP=SECONDS",
    help="wait before the answer of greeting, ehlo, mail, rcpt, data or end (of the data)")
options.add_argument("--slow-mailbox", help="the only recipient whose `end` is delayed")
options.add_argument("--no-utf8", action="store_true", help="do not offer SMTPUTF8")
options.add_argument("--tls-optional", action="store_true", help="take mail in the clear, too")
options.add_argument("--silent-quit", action="store_true", help="never answer QUIT")
options = options.parse_args()
delays = {step: float(seconds) for step, _, seconds in (d.partition("=") for d in options.delay)}


async def delay(step):
    if step in delays:
        # For a test that waits for this moment.
        open(os.path.join(options.store, ".begun-" + step), "w").close()
        await asyncio.sleep(delays[step])


numbers = itertools.count()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if options.answer:
            return f"{options.answer} No mail for {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if options.answer_data:
            return f"{options.answer_data} Not this message"
        if options.slow_mailbox in (None, *envelope.rcpt_tos):
            await delay("end")
        message = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "data": base64.b64encode(envelope.original_content).decode(),
            "greeting": session.host_name,
            "isEncrypted": options.tls == "implicit" or session.ssl is not None,
            "isUTF8": envelope.smtp_utf8,
            "user": session.auth_data if session.authenticated else None,
        }
        name = f"{time.time_ns():020}-{next(numbers)}.json"
        draft = os.path.join(options.store, "." + name)
        with open(draft, "w") as file:
            json.dump(message, file)
        os.rename(draft, os.path.join(options.store, name))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if options.silent_quit:
            await asyncio.sleep(600)
        return "221 Bye"


def authenticate(server, session, envelope, mechanism, data):
    user, password = data.login.decode(), data.password.decode()
    if (user, password) != (options.user, options.password):
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=user)


class Silent(asyncio.Protocol):
    pass


class Server(SMTP):
    async def _handle_client(self):
        await delay("greeting")
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        await delay("ehlo")
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, argument):
        await delay("mail")
        await super().smtp_MAIL(argument)

    async def smtp_RCPT(self, argument):
        await delay("rcpt")
        await super().smtp_RCPT(argument)

    async def smtp_DATA(self, argument):
        await delay("data")
        await super().smtp_DATA(argument)


def make_protocol(context):
    if options.silent:
        return Silent()
    demands_tls = options.tls == "starttls" and not options.tls_optional
    return Server(
        Handler(),
        hostname="mail.test",
        enable_SMTPUTF8=not options.no_utf8,
        tls_context=context if options.tls == "starttls" else None,
        require_starttls=demands_tls,
        auth_required=options.user is not None,
        auth_require_tls=demands_tls,
        authenticator=authenticate if options.user else None,
    )


async def serve():
    parent = os.getppid()
    context = None
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Without a certificate it offers TLS, and no client can agree with it on any.
        if options.certificate:
            context.load_cert_chain(options.certificate, options.key)
    server = await asyncio.get_running_loop().create_server(
        lambda: make_protocol(context),
        "127.0.0.1",
        options.port,
        ssl=context if options.tls == "implicit" else None,
    )
    print("port", server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it, however that one ends.
    while os.getppid() == parent:
        await asyncio.sleep(0.5)


asyncio.run(serve())
