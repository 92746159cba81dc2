namespace RnnToolkit.WebApi.Api;

/// <summary>What browsers may do with the page: run and show what this app serves, nothing from elsewhere, and never an old copy.</summary>
static class PageHeaders
{
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // Last, because the answer to an exception starts without the headers that were set before it.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
