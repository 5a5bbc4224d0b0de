using Bulletin.Operations;

namespace Bulletin.Api.Http;

/// <summary>Sets the security headers of every response.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// Allows the web client's own files only; <c>'self'</c> includes the hub's WebSocket. Only three trusted-types policies may turn
    /// text into markup or a script: the framework's templates, the sanitizer, and the service worker's address.
    /// </summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types vue dompurify bulletin";

    /// <summary>HTTPS only for this host, for a year. Subdomains are excluded: they may belong to somebody else.</summary>
    private const string HttpsOnly = "max-age=31536000";

    /// <summary>Sets headers when the response starts, since the exception handler clears earlier ones. Values set by an endpoint are kept.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var hsts = app.Configuration.GetValue("Http:Hsts", defaultValue: true);
        app.Use((context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                var context = (HttpContext)state;
                var headers = context.Response.Headers;
                BrowserHeaders.Set(headers, Policy);
                if (headers.CacheControl.Count == 0 && context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = HttpMethods.IsGet(context.Request.Method) ? "no-cache, private" : "no-store";
                return Task.CompletedTask;
            }, context);
            // Browsers ignore it over plain HTTP, where it must not be sent.
            if (hsts && context.Request.IsHttps) context.Response.OnStarting(static state =>
            {
                ((HttpContext)state).Response.Headers.StrictTransportSecurity = HttpsOnly;
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
    }
}
