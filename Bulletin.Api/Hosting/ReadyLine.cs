using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>Says where to go, once a browser would find something there.</summary>
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
