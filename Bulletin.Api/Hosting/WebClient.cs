using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Serves the web client: files with a hash in their name for ever, everything else only after asking again. Addresses of
/// its pages all answer <c>index.html</c>. Without a built client this gateway serves its API alone.
/// </summary>
public static class WebClient
{
    private static readonly string[] Others = ["/api", "/hubs", "/docs", "/openapi", "/health", "/metrics", "/dashboard", "/.well-known"];

    public static IServiceCollection AddWebClient(this IServiceCollection services) =>
        services.AddResponseCompression(options =>
        {
            // These files hold no secrets, so that compressing them over TLS tells nobody anything.
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        });

    public static void UseWebClient(this WebApplication app)
    {
        if (Folder(app.Configuration) is not { } folder) return;

        var files = new PhysicalFileProvider(folder);
        app.UseWhen(context => !Others.Any(other => context.Request.Path.StartsWithSegments(other)), client => client
            .UseResponseCompression()
            .Use((context, next) =>
            {
                var path = context.Request.Path;
                if (!files.GetFileInfo(path).Exists && !Path.HasExtension(path.Value)) context.Request.Path = "/index.html";
                return next(context);
            })
            .UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SayHowLongItIsGood }));
    }

    private static void SayHowLongItIsGood(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";

    /// <summary><c>Web:Folder</c>, or <c>wwwroot</c> beside the program, or what was built in the working copy around it.</summary>
    private static string? Folder(IConfiguration configuration)
    {
        var around = new List<string>();
        if (configuration["Web:Folder"] is { Length: > 0 } named) around.Add(Path.GetFullPath(named));
        around.Add(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        if (WorkingCopy() is { } root) around.Add(Path.Combine(root, "Bulletin.Web", "dist"));
        return around.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "index.html")));
    }

    /// <summary>The working copy that this program was built in; null for one that was published.</summary>
    private static string? WorkingCopy()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bulletin.slnx"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
