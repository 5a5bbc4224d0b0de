using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Bulletin.Api.Web;

/// <summary>
/// Serves the web client, if it was built. What has a hash in its name is kept by browsers for ever; the page that names
/// those files is asked for each time. Files were compressed when they were built (<c>file.br</c> beside <c>file</c>).
/// </summary>
public static class WebClient
{
    private const string Compressed = ".br";
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>Addresses that are the server's own: an unknown one among them is not a page of the client.</summary>
    private const string NotThePage = "{*path:nonfile:regex(^(?!(api|hubs|health|openapi|docs|metrics|assets|\\.well-known)(/|$)).*$)}";

    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".webmanifest"] = "application/manifest+json" } };

    /// <summary>Before authentication: the page that signs people in is for everybody.</summary>
    public static void UseWebClient(this WebApplication app)
    {
        if (Folder() is not { } files) return;
        app.Use((context, next) =>
        {
            var path = context.Request.Path.Value;
            if (path is null || !AcceptsBrotli(context.Request) || !files.GetFileInfo(path + Compressed).Exists) return next(context);
            context.Request.Path = path + Compressed;
            return next(context);
        });
        app.UseStaticFiles(Options(files));
    }

    /// <summary>Any other address that a browser opens is a place in the client, which finds it by itself.</summary>
    public static void MapWebClient(this WebApplication app)
    {
        if (Folder() is { } files) app.MapFallbackToFile(NotThePage, "index.html", Options(files)).AllowAnonymous();
    }

    private static PhysicalFileProvider? Folder()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "web");
        return File.Exists(Path.Combine(folder, "index.html")) ? new(folder) : null;
    }

    private static StaticFileOptions Options(PhysicalFileProvider files) => new()
    {
        FileProvider = files,
        ContentTypeProvider = Types,
        ServeUnknownFileTypes = true, // The compressed ones; their type is set below.
        OnPrepareResponse = Prepare,
    };

    private static void Prepare(StaticFileResponseContext context)
    {
        var (name, headers) = (context.File.Name, context.Context.Response.Headers);
        if (name.EndsWith(Compressed, StringComparison.Ordinal))
        {
            name = name[..^Compressed.Length];
            headers.ContentEncoding = "br";
        }
        if (Types.TryGetContentType(name, out var type))
            headers.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = context.Context.Request.Path.StartsWithSegments("/assets") ? ForEver : "no-cache";
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is null or > 0);
}
