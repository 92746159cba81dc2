namespace RnnToolkit.Reports.Html;

/// <summary>The style sheet of pages.</summary>
static class PageStyle
{
    public const string Css =
        """
        *,::before,::after{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0 auto;max-width:76rem;padding:0 clamp(.9rem,3vw,2.5rem) 4rem;background:var(--page);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        h1,h2,h3,p,ul,dl,figure,pre{margin:0}
        h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2.2rem);line-height:1.15;letter-spacing:-.02em;text-wrap:balance}
        h2{font-size:1.3rem;line-height:1.25;letter-spacing:-.01em;margin-bottom:.75rem}
        h3{font-size:1rem;line-height:1.35;margin:1.5rem 0 .5rem}
        p{max-width:72ch}
        p+p{margin-top:.6rem}
        a{color:var(--c0);text-underline-offset:.15em}
        code{font:.88em/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace}
        header{padding:2.6rem 0 1.2rem}
        .lead{margin-top:.7rem;font-size:1.08rem;color:var(--quiet)}
        nav{padding-bottom:1.4rem}
        nav[hidden]{display:none}
        nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:0;list-style:none;font-size:.92rem}
        section{margin-bottom:1.25rem;padding:1.5rem clamp(.9rem,2.4vw,1.75rem) 1.75rem;background:var(--surface);
        border:1px solid var(--rule);border-radius:12px;scroll-margin-top:1rem}
        section ul{max-width:72ch;padding-left:1.2rem}
        section li+li{margin-top:.4rem}
        section ul,section dl,section pre,section .scroll,section .figures,section details{margin-top:.9rem}
        .remark{margin-top:.7rem;font-size:.9rem;color:var(--quiet)}
        .note{margin-top:.9rem;padding:.7rem 1rem;background:var(--note);border-left:3px solid var(--note-rule);border-radius:0 8px 8px 0;font-size:.95rem}
        pre{padding:.8rem 1rem;background:var(--raised);border-radius:8px;white-space:pre-wrap}
        dl{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:.25rem 1.2rem;font-size:.95rem}
        dt{color:var(--quiet)}
        dd{margin:0;font-variant-numeric:tabular-nums}
        .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1.6rem 2rem;align-items:start}
        .figures.few{grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),30rem))}
        .card{display:grid;gap:.9rem}
        .card h3{margin:0;padding-bottom:.3rem;border-bottom:1px solid var(--rule)}
        .card .remark{margin-top:0}
        figcaption{margin-bottom:.35rem;font-size:.9rem;font-weight:600;line-height:1.35}
        .card figcaption{font-weight:400;color:var(--quiet)}
        .fig{display:block;width:100%;height:auto;max-width:30rem}
        .scroll{overflow-x:auto;border-radius:6px}
        table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums;line-height:1.4}
        tbody th,td{vertical-align:top}
        caption{text-align:left;font-weight:600;padding-bottom:.4rem}
        th,td{padding:.38rem .8rem;text-align:right;border-bottom:1px solid var(--rule);font-weight:400;white-space:nowrap}
        th:first-child,td:first-child{padding-left:0}
        thead th{color:var(--quiet);font-size:.85rem;border-bottom-color:var(--axis);vertical-align:bottom}
        th:first-child,.text{text-align:left}
        tbody th{font-weight:600}
        .text{white-space:normal;min-width:6.5rem;max-width:24rem}
        .long{text-align:left!important;white-space:pre-line;min-width:min(60vw,26rem);max-width:46rem;overflow:hidden}
        summary{width:fit-content;padding:.2rem 0;color:var(--c0);cursor:pointer}
        :focus-visible{outline:2px solid var(--c0);outline-offset:2px;border-radius:3px}
        .hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        footer{padding-top:.5rem;color:var(--quiet);font-size:.88rem}
        @media print{
        @page{margin:14mm 12mm}
        html{font-size:10pt}
        body{max-width:none;padding:0;background:none;font-size:1rem}
        p,section ul{max-width:none}
        header{padding:0 0 .8rem}
        nav{display:none}
        section{padding:0;margin:0 0 1.6rem;border:0;background:none}
        h2,h3,figcaption,caption,thead{break-after:avoid}
        figure,.card,tr,.note{break-inside:avoid}
        .figures{grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem 1.2rem}
        .figures.few{grid-template-columns:repeat(2,minmax(0,1fr))}
        .scroll{overflow:visible}
        table{font-size:8pt}
        thead th{font-size:7.5pt}
        th,td{padding:.2rem .45rem}
        details::details-content{content-visibility:visible;block-size:auto}
        }

        """;
}
