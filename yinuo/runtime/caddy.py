"""The one port: Caddy's configuration, written into the home folder at each start."""

from pathlib import Path

from yinuo.runtime.places import Ports, loopbacks, run_folder
from yinuo.runtime.settings_table import Settings

_TEXT = """{{
	admin off
	persist_config off
{auto}	storage file_system {storage}
	grace_period 3s
	log {{
		level ERROR
	}}
	servers {{
		timeouts {{
			read_body 60s
			read_header 10s
			idle 2m
		}}
	}}
}}

{site} {{
{bind}	header {{
		-Server
		-Via
		X-Content-Type-Options nosniff
		Referrer-Policy same-origin
	}}
	request_body {{
		max_size 64MB
	}}
	@socket path /socket /socket/*
	handle @socket {{
		reverse_proxy 127.0.0.1:{gateway} {{
			header_up X-Real-IP {{remote_host}}
			stream_close_delay 2s
		}}
	}}
	handle_path /static/* {{
		root * {static}
		@hashed path_regexp \\.[0-9a-f]{{12}}\\.[a-z0-9]+$
		@named not path_regexp \\.[0-9a-f]{{12}}\\.[a-z0-9]+$
		header @hashed Cache-Control "public, max-age=31536000, immutable"
		header @named Cache-Control no-cache
		header Cross-Origin-Resource-Policy same-origin
		encode zstd gzip
		file_server
	}}
{stand_ins}	handle {{
		encode zstd gzip {{
			match {{
				header Content-Type text/*
				header Content-Type application/javascript*
				header Content-Type application/manifest+json*
			}}
		}}
		reverse_proxy {pages} {{
			header_up X-Real-IP {{remote_host}}
			request_buffers 1MiB
			response_buffers 4MiB
			lb_try_duration 3s
			lb_try_interval 100ms
		}}
	}}
}}
"""
_STAND_IN = """	handle_path /stand-in/{name}/* {{
		reverse_proxy 127.0.0.1:{port}
	}}
	redir /stand-in/{name} /stand-in/{name}/
"""


def write(settings: Settings, ports: Ports) -> Path:
    """Write the file; TLS by itself with a domain, plain http on localhost without."""
    file = run_folder(settings.home) / "Caddyfile"
    text = _TEXT.format(
        auto="" if settings.domain else "\tauto_https off\n",
        storage=_quoted(settings.home / "caddy"),
        site=settings.domain or f"http://:{settings.port}",
        bind=""
        if settings.domain or settings.hosts
        else f"\tbind {' '.join(f'[{host}]' if ':' in host else host for host in loopbacks())}\n",
        gateway=ports.gateway,
        static=_quoted(settings.home / "static"),
        stand_ins=_stand_ins(ports) if settings.demo else "",
        pages=_quoted(f"unix/{ports.pages}"),
    )
    file.write_text(text, encoding="utf-8")
    return file


def _stand_ins(ports: Ports) -> str:
    """The pages on which the demonstration shows what was not really sent."""
    pages = {
        "sms": ports.sms,
        "mail": ports.mail_page,
        "push": ports.push,
        "payment": ports.payment,
        "bank": ports.bank,
    }
    return "".join(_STAND_IN.format(name=name, port=port) for name, port in pages.items())


def address(settings: Settings) -> str:
    return f"https://{settings.domain}" if settings.domain else f"http://localhost:{settings.port}"


def _quoted(path: Path | str) -> str:
    return '"' + str(path).replace('"', '\\"') + '"'
