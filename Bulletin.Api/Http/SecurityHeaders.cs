using Bulletin.Operations;

namespace Bulletin.Api.Http;

/// <summary>What a browser is told about every answer.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// The web client's own files and nothing else; <c>'self'</c> covers the hub's WebSocket too. Text becomes markup or a script
    /// only by the three named policies: the framework's templates, the sanitiser, and the address of the service worker.
    /// </summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types vue dompurify bulletin";

    /// <summary>A year of nothing but HTTPS for this host. Not for others below its name, which may be somebody else's.</summary>
    private const string HttpsAlone = "max-age=31536000";

    /// <summary>Set as the answer starts, since the exception handler clears what was set before. A stricter or narrower word of the endpoint's own stays.</summary>
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
            // Over plain HTTP browsers ignore it, and it would be wrong.
            if (hsts && context.Request.IsHttps) context.Response.OnStarting(static state =>
            {
                ((HttpContext)state).Response.Headers.StrictTransportSecurity = HttpsAlone;
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
    }
}
