"""Labels and templates of `stock_build.py`."""

LABELS = {
    "en": {"all": "All topics", "also": "Also called", "source": "Source", "feeds": "Get updates", "related": "Related topics",
           "in": "Also in", "other": "es", "language": "Spanish", "own": "English", "groups": "Subjects", "menu": "Menu",
           "credit": "Courtesy of Example Health", "share": "Share this page", "cite": "Cite this page",
           "embed": "Embed this topic", "skip": "Skip to content", "search": "Search", "search_all": "Search all topics",
           "news": "What’s new", "store": "Put topics on your page", "here": "You are here", "tools": "Keep, share, and follow this page",
           "contents": "On this page", "overview": "Overview", "more": "Learn more", "summary": "Summary", "updated": "Last updated",
           "reader": "A feed reader or your mail program tells you when this topic changes.", "nih": "From the National Institutes of Health",
           "copy": "Copy the link", "copied": "The address was copied.", "print": "Print", "day": "Add the day on which you read it.",
           "top": "Back to top", "letters": "Letters", "changed": "Recently changed", "browse": "Topics from A to Z"},
    "es": {"all": "Todos los temas", "also": "También se conoce como", "source": "Fuente", "feeds": "Reciba las novedades",
           "related": "Temas relacionados", "in": "También en", "other": "en", "language": "inglés", "own": "español",
           "groups": "Materias", "menu": "Menú", "credit": "Cortesía de Salud Ejemplo",
           "share": "Compartir esta página", "cite": "Citar esta página", "embed": "Insertar este tema",
           "skip": "Ir al contenido", "search": "Buscar", "search_all": "Buscar en todos los temas", "news": "Novedades",
           "store": "Ponga temas en su página", "here": "Usted está aquí", "tools": "Guarde, comparta y siga esta página",
           "contents": "En esta página", "overview": "Resumen", "more": "Más información", "summary": "Resumen",
           "updated": "Última actualización", "reader": "Un lector de canales o su correo le avisa cuando este tema cambia.",
           "nih": "De los Institutos Nacionales de la Salud", "copy": "Copiar el enlace", "copied": "Se copió la dirección.",
           "print": "Imprimir", "day": "Agregue el día en que la leyó.", "top": "Volver arriba", "letters": "Letras",
           "changed": "Cambios recientes", "browse": "Temas de la A a la Z"},
}  # fmt: skip

HEAD = """<title>{{ t.title }} | {{ name }}</title>
<meta name="description" content="{{ t.description|truncate(160) }}">
<meta name="robots" content="max-image-preview:large">
<link rel="canonical" href="{{ t.url }}">
{% for other in t.twins %}<link rel="alternate" hreflang="{{ other.locale }}" href="{{ other.url }}">
{% endfor %}<link rel="alternate" hreflang="x-default" href="{{ t.url }}">
{% for own in t.twins %}{% for format, type in formats %}<link rel="alternate" type="{{ type }}" title="{{ own.title }}" href="{{ base }}{{ own.folder }}feed.{{ format }}"{% if own.locale != t.locale %} lang="{{ own.locale }}"{% endif %}>
{% endfor %}{% endfor %}<link rel="alternate" type="application/json+oembed" title="{{ t.title }}" href="{{ base }}{{ t.folder }}oembed.json">
<link rel="alternate" type="text/xml+oembed" title="{{ t.title }}" href="{{ base }}{{ t.folder }}oembed.xml">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{{ name }}">
{% for other in t.twins %}<meta property="og:locale{% if not loop.first %}:alternate{% endif %}" content="{{ territories[other.locale] }}">
{% endfor %}<meta property="og:title" content="{{ t.title }}">
<meta property="og:description" content="{{ t.description|truncate(200) }}">
<meta property="og:url" content="{{ t.url }}">
<meta property="article:published_time" content="{{ t.created.isoformat() }}">
<meta property="article:modified_time" content="{{ t.updated.isoformat() }}">
{% if t.groups %}<meta property="article:section" content="{{ t.groups[0][1] }}">
{% endif %}{% for also in t.also %}<meta property="article:tag" content="{{ also }}">
{% endfor %}<meta name="twitter:card" content="summary">
<meta name="twitter:title" content="{{ t.title|truncate(70) }}">
<meta name="twitter:description" content="{{ t.description|truncate(200) }}">
<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">
<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">
{% for dc, names in dublin_core %}<meta name="{{ dc }}.{{ names.title }}" content="{{ t.title }}">
{% for also in t.also %}<meta name="{{ dc }}.{{ names.also }}" content="{{ also }}">
{% endfor %}{% for code in t.subjects %}<meta name="{{ dc }}.{{ names.subject }}" content="{{ code }}">
{% endfor %}{% for _, group in t.groups %}<meta name="{{ dc }}.{{ names.part }}" content="{{ group }}">
{% endfor %}<meta name="{{ dc }}.{{ names.id }}" content="{{ t.url }}">
{% for other in t.twins[1:] %}<meta name="{{ dc }}.{{ names.version }}" content="{{ other.url }}">
{% endfor %}<meta name="{{ dc }}.{{ names.publisher }}" content="{{ name }}">
<meta name="{{ dc }}.{{ names.language }}" content="{{ t.locale }}">
<meta name="{{ dc }}.{{ names.type }}" content="Text">
<meta name="{{ dc }}.{{ names.description }}" content="{{ t.description|truncate(200) }}">
<meta name="{{ dc }}.{{ names.created }}" content="{{ t.created.date() }}">
<meta name="{{ dc }}.{{ names.modified }}" content="{{ t.updated.date() }}">
{% endfor %}<script type="application/ld+json">{{ t.json_ld|safe }}</script>
"""
DUBLIN_CORE = (
    ("DC", {"title": "Title", "also": "Title.Alternate", "subject": "Subject.MeSH", "part": "Relation.IsPartOf", "id": "Identifier.URL",
            "version": "Relation.HasVersion", "publisher": "Publisher", "language": "Language", "type": "Type",
            "description": "Description", "created": "Date.Created", "modified": "Date.Modified"}),
    ("DCTERMS", {"title": "title", "also": "alternative", "subject": "subject", "part": "isPartOf", "id": "identifier",
                 "version": "hasVersion", "publisher": "publisher", "language": "language", "type": "type",
                 "description": "description", "created": "created", "modified": "modified"}),
)  # fmt: skip
TERRITORIES = {"en": "en_US", "es": "es_ES"}
SNIPPET = """<article class="syndicate" lang="{{ t.locale }}" itemscope itemtype="https://schema.org/WebPage" itemid="{{ t.url }}#page">
<h2 class="syndicate-title" itemprop="name"><a href="{{ t.url }}" itemprop="url">{{ t.title }}</a></h2>
{% for other in t.twins %}{% if other.locale != t.locale %}<p class="syndicate-translation"><a href="{{ other.url }}" hreflang="{{ other.locale }}" lang="{{ other.locale }}" dir="ltr">{{ labels.language }}: {{ other.title }}</a></p>
{% endif %}{% endfor %}{% if t.also %}<p class="syndicate-also-called">{{ labels.also }}: <span>{{ t.also|join("; ") }}</span></p>
{% endif %}<div class="syndicate-summary" itemprop="text">{{ t.summary|safe }}</div>
{% for section, links in t.sections.items() %}<div class="syndicate-section">
<h3>{{ section }}</h3>
<ul>{% for link in links %}<li><a href="{{ link.url }}">{{ link.title }}</a> <span class="syndicate-organization">({{ link.organization }})</span>{% if link.twin %} <span class="syndicate-also-in" lang="{{ t.locale }}">{{ labels.in }} <a href="{{ link.twin }}" hreflang="{{ labels.other }}">{{ labels.language }}</a></span>{% endif %}</li>
{% endfor %}</ul>
</div>
{% endfor %}{% include "footer" %}
</article>
"""
FOOTER = """<footer class="syndicate-footer">
<p>{{ labels.updated }} <time datetime="{{ t.updated.date() }}" itemprop="dateModified">{{ t.day }}</time></p>
<p class="syndicate-attribution" itemprop="creditText">{{ labels.credit }}</p>
<p class="syndicate-source">{{ labels.source }}: <span itemprop="publisher" itemscope itemtype="https://schema.org/Organization" itemid="{{ base }}#publisher"><span itemprop="name">{{ name }}</span></span> (<data value="{{ t.locale }}" itemprop="inLanguage">{{ labels.own }}</data>), <a href="{{ t.url }}">{{ t.url }}</a></p>
</footer>"""
BASE_PAGE = """<!DOCTYPE html>
<html lang="{{ locale }}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{% block head %}<title>{{ title }} | {{ name }}</title>
<meta name="description" content="{{ title }}">
<link rel="canonical" href="{{ base }}{{ here }}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="{{ name }}">
<meta property="og:title" content="{{ title }}">
<meta property="og:url" content="{{ base }}{{ here }}">
<meta name="twitter:card" content="summary">
{% for format, type in formats %}{% if feed %}<link rel="alternate" type="{{ type }}" href="{{ base }}{{ feed }}.{{ format }}">
{% endif %}{% endfor %}<script type="application/ld+json">{{ json_ld|safe }}</script>
{% endblock %}<meta name="theme-color" content="#005ea2">
<link rel="icon" href="{{ up }}favicon.ico">
<link rel="apple-touch-icon" href="{{ up }}apple-touch-icon.png">
<link rel="manifest" href="{{ up }}manifest.webmanifest">
<link rel="stylesheet" href="{{ up }}style.css">
<script src="{{ up }}scripts/page.js" defer></script>
</head>
<body id="top">
<a class="skip" href="#content">{{ labels.skip }}</a>
<header class="site-header">
<div class="wrap">
<p class="site-name"><a href="{{ up }}{{ locale }}/index.html"><span>{{ name }}</span></a></p>
<form class="site-search" role="search" action="{{ up }}{{ locale }}/search/index.html" method="get">
<label class="unseen" for="site-search">{{ labels.search_all }}</label>
<input id="site-search" type="search" name="q" maxlength="200" autocomplete="off">
<button type="submit">{{ labels.search }}</button>
</form>
{% if toggle|length > 1 %}<nav class="languages" aria-label="{{ labels.language }}">
<ul class="toggle">
{% for other, path in toggle %}<li>{% if other == locale %}<span aria-current="true">{{ labels.own }}</span>{% else %}<a href="{{ up }}{{ path }}index.html" lang="{{ other }}" dir="ltr" hreflang="{{ other }}">{{ labels.language }}</a>{% endif %}</li>
{% endfor %}</ul>
</nav>
{% endif %}</div>
<nav class="site-menu" aria-label="{{ labels.menu }}">
<ul class="wrap">
{% for label, path in ((labels.all, ""), (labels.news, "whats-new/"), (labels.store, "embed/")) %}<li><a href="{{ up }}{{ locale }}/{{ path }}index.html">{{ label }}</a></li>
{% endfor %}</ul>
</nav>
</header>
<main id="content" tabindex="-1">
{% block main %}{% endblock %}
</main>
<footer class="site-footer">
<div class="wrap">
<p class="site-credit">{{ labels.credit }}</p>
<p class="back-to-top"><a href="#top">{{ labels.top }}</a></p>
</div>
</footer>
</body>
</html>
"""
PAGE = """{% extends "base" %}
{% block head %}{{ head|safe }}{% endblock %}
{% block main %}<div class="wrap topic">
<nav class="breadcrumbs" aria-label="{{ labels.here }}">
<ol class="breadcrumb">
<li><a href="{{ up }}{{ locale }}/index.html">{{ labels.all }}</a></li>
{% if t.groups %}<li><a href="{{ up }}{{ locale }}/groups/{{ t.groups[0][0] }}/index.html">{{ t.groups[0][1] }}</a></li>
{% endif %}<li aria-current="page">{{ t.title }}</li>
</ol>
</nav>
<article class="topic-text" data-pagefind-body itemscope itemtype="https://schema.org/WebPage" itemid="{{ t.url }}#page"{% if t.groups %} data-group="{{ t.groups[0][0] }}"{% endif %}>
<h1 class="syndicate-title" itemprop="name" data-pagefind-meta="title">{{ t.title }}</h1>
{% if t.also %}<p class="syndicate-also-called">{{ labels.also }}: {{ t.also|join("; ") }}</p>
{% endif %}{% for other in t.twins[1:] %}<p class="syndicate-translation" data-pagefind-ignore><a href="{{ other.url }}" hreflang="{{ other.locale }}" lang="{{ other.locale }}" dir="ltr">{{ labels.language }}: {{ other.title }}</a></p>
{% endfor %}{% if headings|length + t.sections|length > 2 %}<nav class="contents" aria-labelledby="contents" data-pagefind-ignore>
<h2 id="contents">{{ labels.contents }}</h2>
<div class="contents-groups">
<div><h3>{{ labels.overview }}</h3><ul>
{% for id, heading in headings %}<li><a href="#{{ id }}">{{ heading|safe }}</a></li>
{% endfor %}</ul></div>
<div><h3>{{ labels.more }}</h3><ul>
{% for section in t.sections %}<li><a href="#section-{{ loop.index }}">{{ section }}</a></li>
{% endfor %}</ul></div>
</div>
</nav>
{% endif %}<div class="syndicate-summary" itemprop="text">
{% if not headings %}<div class="summary-box" id="summary"><h2>{{ labels.summary }}</h2>{{ text|safe }}</div>{% else %}{{ text|safe }}{% endif %}
</div>
{% for section, links in t.sections.items() %}<details class="syndicate-section"{% if loop.first or t.sections|length < 4 %} open{% endif %}>
<summary><h2>{{ section }}</h2></summary>
<div id="section-{{ loop.index }}">
<ul class="links">
{% for link in links %}<li><a href="{{ link.url }}">{{ link.title }}</a>{% if link.organization.startswith("National") %} <span class="mark mark-nih"><abbr title="{{ labels.nih }}">NIH</abbr></span>{% endif %} <span class="syndicate-organization">({{ link.organization }})</span>{% if link.twin %} <span class="syndicate-also-in">{{ labels.in }} <a href="{{ link.twin }}" hreflang="{{ labels.other }}">{{ labels.language }}</a></span>{% endif %}</li>
{% endfor %}</ul>
</div>
</details>
{% endfor %}{% include "footer" %}
</article>
<aside class="topic-side">
{% if related %}<section class="box" aria-labelledby="related">
<h2 id="related">{{ labels.related }}</h2>
<ul>
{% for r in related %}<li><a href="{{ up }}{{ r.folder }}index.html">{{ r.title }}</a></li>
{% endfor %}</ul>
</section>
{% endif %}<section class="box" aria-labelledby="about">
<h2 id="about">{{ labels.groups }}</h2>
<ul class="tags">
{% for id, group in t.groups %}<li><a href="{{ up }}{{ locale }}/groups/{{ id }}/index.html" data-group="{{ id }}" data-pagefind-filter="{{ labels.groups }}">{{ group }}</a></li>
{% endfor %}</ul>
</section>
</aside>
<section class="page-tools" aria-labelledby="tools">
<h2 id="tools" class="unseen">{{ labels.tools }}</h2>
<details><summary>{{ labels.feeds }}</summary>
<p>{{ labels.reader }}</p>
<ul class="feeds">
{% for format, _ in formats %}<li><a href="feed.{{ format }}">{{ format }}</a></li>
{% endfor %}</ul>
</details>
<details><summary>{{ labels.share }}</summary>
<ul class="share-links">
{% for network, url in share %}<li><a href="{{ url }}">{{ labels.share }} ({{ network }})</a></li>
{% endfor %}</ul>
</details>
<button type="button" name="copy" data-done="{{ labels.copied }}" hidden>{{ labels.copy }}</button>
<button type="button" name="print" hidden>{{ labels.print }}</button>
<p><a href="embed/index.html">{{ labels.embed }}</a></p>
<p class="status" role="status"></p>
</section>
<section class="cite" aria-labelledby="cite">
<h2 id="cite">{{ labels.cite }}</h2>
<p class="citation">{{ name }} [Internet]. {{ t.title }}; [updated {{ t.updated.strftime("%Y %b %d") }}]. Available from: {{ t.url }}</p>
<p class="cite-hint">{{ labels.day }}</p>
</section>
</div>{% endblock %}
"""
INDEX = """{% extends "base" %}
{% block main %}<div class="wrap">
<h1>{{ title }}</h1>
{% if letters %}<nav aria-label="{{ labels.letters }}"><ul class="letters">
{% for letter in letters %}<li><a href="{{ up }}{{ locale }}/a-z/{{ letter }}/index.html">{{ letter|upper }}</a></li>
{% endfor %}</ul></nav>
{% endif %}{% if groups %}<ul class="groups">
{% for id, group, count in groups %}<li><a href="{{ up }}{{ locale }}/groups/{{ id }}/index.html">{{ group }}</a> ({{ count }})</li>
{% endfor %}</ul>
{% endif %}{% if feed %}<ul class="feeds">
{% for format, _ in formats %}<li><a href="{{ up }}{{ feed }}.{{ format }}">{{ format }}</a></li>
{% endfor %}</ul>
{% endif %}<ul class="topics">
{% for t in topics %}<li><a href="{{ up }}{{ t.folder }}index.html">{{ t.title }}</a>{% if described %}<p>{{ t.description }}</p>{% endif %}{% if dated %} <time datetime="{{ t.updated.date() }}">{{ t.day }}</time>{% endif %}</li>
{% endfor %}</ul>
</div>{% endblock %}
"""
FORMATS = [("rss", "application/rss+xml"), ("atom", "application/atom+xml"), ("json", "application/feed+json")]

KINDS = ("pages", "feeds", "snippets", "cards", "embeds")

FRAME = """<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }}</title><link rel="canonical" href="{{ t.url }}">
<link rel="stylesheet" href="../../../embeds/frame.css"><script type="module" src="../../../embeds/frame.js"></script></head>
<body>{{ text|safe }}</body></html>
"""
CODES = """{% macro link(t) %}<a href="{{ base }}{{ t.folder }}" hreflang="{{ t.locale }}" lang="{{ t.locale }}">{{ t.title }} ({{ name }})</a>{% endmacro %}
{% macro code(form, t) %}{% if form == "element" %}<script type="module" src="{{ base }}embeds/topic.js"></script>
<syndicated-topic src="{{ base }}{{ t.folder }}snippet.json" lang="{{ t.locale }}">{{ link(t) }}</syndicated-topic>{% elif form == "frame" %}<iframe src="{{ base }}{{ t.folder }}embed.html" title="{{ t.title }}" width="300" height="600" loading="lazy"></iframe>
<p>{{ link(t) }}</p>{% elif form == "include" %}<!-- curl -fsS -o includes/{{ t.slug }}.{{ t.locale }}.html {{ base }}{{ t.folder }}snippet.html -->
<!--#include virtual="/includes/{{ t.slug }}.{{ t.locale }}.html" -->{% else %}{{ link(t) }}{% endif %}{% endmacro %}
"""
BUILDER = """{% from "codes" import code with context %}<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }} | {{ name }}</title></head>
<body><h1>{{ t.title }}</h1><form>{% for form in forms %}<label><input type="radio" name="form" value="{{ form }}"> {{ form }}</label>{% endfor %}
{% for other in t.twins %}<label><input type="radio" name="language" value="{{ other.locale }}"> {{ other.locale }}</label>{% endfor %}</form>
{% for form in forms %}<section><h2>{{ form }}</h2>{% for other in t.twins %}<h3>{{ other.locale }}</h3><pre><code>{{ code(form, other)|forceescape }}</code></pre>
{% endfor %}<h3>{{ labels.all }}</h3><pre><code>{% for other in t.twins %}{{ code(form, other)|forceescape }}
{% endfor %}</code></pre></section>{% endfor %}</body></html>
"""
PREVIEW = """<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }} | {{ name }}</title></head>
<body>{% for own in t.twins %}<section lang="{{ own.locale }}"><h2>{{ own.title }}</h2>
{% for network, title, description in networks %}<figure><figcaption>{{ network }}</figcaption><img src="card.png" alt="{{ own.title }}"><p>{{ own.title[:title] }}</p><p>{{ own.description[:description] }}</p><p>{{ own.url }}</p></figure>
{% endfor %}</section>{% endfor %}</body></html>
"""
NETWORKS = [("Facebook", 88, 200), ("X", 70, 200), ("LinkedIn", 119, 200), ("WhatsApp", 80, 120), ("Slack", 200, 300),
            ("iMessage", 90, 0), ("Google", 60, 160)]  # fmt: skip


TEMPLATES = {
    "head": HEAD, "snippet": SNIPPET, "footer": FOOTER, "base": BASE_PAGE, "page": PAGE, "index": INDEX, "frame": FRAME,
    "codes": CODES, "builder": BUILDER, "preview": PREVIEW,
}  # fmt: skip
