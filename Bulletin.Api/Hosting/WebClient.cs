using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Serves the web client. Files with a hash in their name are cached forever; all others are revalidated. Every page address
/// returns <c>index.html</c>. Nothing is compressed here: the build puts compressed files next to the plain ones. Without a
/// built client, this gateway serves only its API.
/// </summary>
public static class WebClient
{
    private static readonly string[] ServerPaths = ["/api", "/hubs", "/docs", "/openapi", "/health", "/metrics", "/dashboard", "/.well-known"];

    private static readonly (string Encoding, string Ending)[] SmallestFirst = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = TypesOfPlainFiles();

    public static void UseWebClient(this WebApplication app)
    {
        if (Folder(app.Configuration) is not { } folder) return;

        var files = new PhysicalFileProvider(folder);
        app.UseWhen(context => !ServerPaths.Any(prefix => context.Request.Path.StartsWithSegments(prefix)), client =>
        {
            client.Use((context, next) =>
            {
                var path = context.Request.Path;
                if (!files.GetFileInfo(path).Exists && !Path.HasExtension(path.Value)) context.Request.Path = "/index.html";
                return next(context);
            });
            foreach (var (encoding, ending) in SmallestFirst)
            {
                client.UseWhen(context => AcceptedEncoding.IsWanted(encoding, context.Request),
                    wanting => wanting.UseStaticFiles(OptionsOf(new CompressedFiles(files, ending), encoding)));
            }
            client.UseStaticFiles(OptionsOf(files, encoding: null));
        });
    }

    private static StaticFileOptions OptionsOf(IFileProvider files, string? encoding) => new()
    {
        FileProvider = files,
        ContentTypeProvider = Types,
        OnPrepareResponse = file =>
        {
            var response = file.Context.Response;
            response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            response.Headers.CacheControl = CacheControlOf(file.Context.Request.Path);
            if (response.StatusCode is Status200OK or Status206PartialContent) response.Headers.ContentEncoding = encoding;
        },
    };

    private static string CacheControlOf(PathString path) =>
        path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";

    /// <summary>Unmaps the types of compressed files: files without a type are not served, so these have no address of their own.</summary>
    private static FileExtensionContentTypeProvider TypesOfPlainFiles()
    {
        FileExtensionContentTypeProvider types = new();
        foreach (var (_, ending) in SmallestFirst) types.Mappings.Remove(ending);
        return types;
    }

    /// <summary><c>Web:Folder</c>, or <c>wwwroot</c> next to the program, or the build output of the surrounding working copy.</summary>
    private static string? Folder(IConfiguration configuration)
    {
        var around = new List<string>();
        if (configuration["Web:Folder"] is { Length: > 0 } named) around.Add(Path.GetFullPath(named));
        around.Add(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        if (WorkingCopy() is { } root) around.Add(Path.Combine(root, "Bulletin.Web", "dist"));
        return around.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "index.html")));
    }

    /// <summary>The working copy that contains this program. Null for a published one.</summary>
    private static string? WorkingCopy()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bulletin.slnx"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
