using Bulletin.Grains;
using Bulletin.Grains.Cluster;
using Bulletin.Grains.Storage;
using Bulletin.Operations;

namespace Bulletin.Silo;

/// <summary>A silo without a gateway: grains and storage, plus endpoints for health checks and Prometheus.</summary>
internal static class SiloHost
{
    public static async Task<WebApplication> Build(string[] args, CancellationToken stopping)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        UnknownSettings.RequireKnownArguments(builder.Configuration);
        var storage = SiloStorage.From(builder.Configuration);
        if (string.IsNullOrWhiteSpace(storage.PostgresConnectionString))
            throw new StartFailedException("a silo requires ConnectionStrings:Postgres. To run a single process, use Bulletin.Api.");

        builder.AddBulletinLogging();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ProcessRunner.ShutdownTimeout);
        builder.UseOrleans(silo => silo.AddBulletinGrains(BulletinClusterOptions.From(builder.Configuration), storage));
        builder.AddBulletinDashboard();
        var port = builder.ListenForOperators();
        builder.AddBulletinOperations(port, service: "bulletin-silo");

        var app = builder.Build();
        app.LogVersion();
        app.LogUnknownSettings();
        FreePort.Require(port);
        app.UseOperationsPort();
        app.MapBulletinOperations();
        app.MapSiloHealth();
        await StorageCommands.MigrateOrWait(app.Services, stopping);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var notices = app.Services.GetRequiredService<Notices>();
            notices.Say("Bulletin's silo is ready");
            _ = AdminNotice.SayIfThereIsNone(app.Services, "Bulletin.Silo admin create NAME, with the same settings as this silo", notices.Say, app.Lifetime.ApplicationStopping);
        });
        return app;
    }
}
