using Bulletin.Grains.Cluster;
using Bulletin.Grains.Storage;
using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>Adds a silo, or a cluster client, to the server.</summary>
public static class ClusterHosting
{
    public static WebApplicationBuilder AddBulletinCluster(this WebApplicationBuilder builder)
    {
        var server = ServerOptions.From(builder.Configuration);
        var cluster = BulletinClusterOptions.From(builder.Configuration);
        builder.Services.AddSingleton(server);

        if (server.Role is ServerRole.Gateway)
        {
            builder.UseBulletinClusterClient(cluster, server.Postgres!);
            return builder;
        }

        builder.UseOrleans(silo => silo.AddBulletinGrains(cluster, StorageOptions.From(builder.Configuration)));
        builder.AddBulletinDashboard();
        return builder;
    }

    /// <summary>Migrates storage before anything uses it. A gateway without a silo has no storage.</summary>
    public static Task PrepareStorage(this WebApplication app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<ServerOptions>().Role is ServerRole.Gateway ? Task.CompletedTask : StorageCommands.MigrateOrWait(app.Services, cancellationToken);
}
