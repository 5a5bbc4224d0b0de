using System.IO.Compression;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>A server with a small web client as a build leaves it: each text file plain, and compressed beside it.</summary>
public sealed class ServedClient : IAsyncLifetime
{
    public static readonly IReadOnlyList<(string Path, string Type)> Files =
    [
        ("/index.html", "text/html"), ("/assets/script-1.js", "text/javascript"), ("/assets/style-1.css", "text/css"),
        ("/icon.svg", "image/svg+xml"), ("/manifest.webmanifest", "application/manifest+json"), ("/files.json", "application/json"),
    ];

    private readonly TempFolder _folder = new();
    private BulletinServer? _server;

    public string Folder => _folder.Path;

    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory($"{Folder}/assets");
        foreach (var (path, _) in Files) await Write(path);
        await File.WriteAllBytesAsync($"{Folder}/assets/font-1.woff2", [1, 2, 3]);
        _server = await BulletinServer.Started(new Dictionary<string, string> { ["Web:Folder"] = Folder });
        Http.BaseAddress = _server.Url;
    }

    private async Task Write(string path)
    {
        var file = Folder + path;
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, 500).Select(n => $"{path} {n} ")));
        var plain = await File.ReadAllBytesAsync(file);
        await using BrotliStream brotli = new(File.Create($"{file}.br"), CompressionLevel.SmallestSize);
        await using GZipStream gzip = new(File.Create($"{file}.gz"), CompressionLevel.SmallestSize);
        await brotli.WriteAsync(plain);
        await gzip.WriteAsync(plain);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }
}
