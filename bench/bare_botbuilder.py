"""What Teams' own framework takes to check and read an activity.

``python -m bench.bare_botbuilder PORT APP_ID METADATA_URL`` serves, by aiohttp, botbuilder's check of the
token and its reading of the activity, and does nothing after that. Its whole adapter makes a client of the
connector for each activity besides: at twelve times the processor it cannot keep up with our pace.
"""

import sys

from aiohttp import web
from botbuilder.schema import Activity
from botframework.connector.auth import ChannelValidation, JwtTokenValidation, SimpleCredentialProvider


def bare(app_id: str, metadata_url: str) -> web.Application:
    """The server; botbuilder asks once for the keys, at that address."""
    ChannelValidation.open_id_metadata_endpoint = metadata_url
    credentials = SimpleCredentialProvider(app_id, "")

    async def handle(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        header = request.headers.get("Authorization", "")
        await JwtTokenValidation.authenticate_request(activity, header, credentials)
        return web.Response()

    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    served = web.Application()
    served.router.add_post("/api/messages", handle)
    served.router.add_get("/readyz", alive)
    return served


if __name__ == "__main__":
    port, *rest = sys.argv[1:]
    web.run_app(bare(*rest), host="127.0.0.1", port=int(port), access_log=None, print=lambda *_: None)
