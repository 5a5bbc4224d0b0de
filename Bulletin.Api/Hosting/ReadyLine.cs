using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>Prints the server's address once it can serve a browser.</summary>
public static class ReadyLine
{
    public static void AnnounceWhenReady(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var operations = app.Services.GetRequiredService<OperationsPort>();
            Console.WriteLine($"Bulletin is ready at {string.Join(", ", app.Urls.Where(url => !operations.IsAt(url)))}");
        });
    }
}
