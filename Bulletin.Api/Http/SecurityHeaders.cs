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

    /// <summary>Set as the answer starts, since the exception handler clears what was set before. A stricter or narrower word of the endpoint's own stays.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy;
            if (headers.CacheControl.Count == 0 && context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-cache, private";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
