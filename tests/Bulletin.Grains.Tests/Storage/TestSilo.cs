using System.Net;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>A silo on free ports of the loopback, with storage as a host puts it in.</summary>
internal sealed class TestSilo(IHost host) : IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public IGrainStorage Documents => host.Services.GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name);

    /// <summary>A silo by itself.</summary>
    /// <param name="keepCleared">Keeps the rows of cleared documents, as Orleans' own default is.</param>
    public static Task<TestSilo> Start(StorageFixture storage, CancellationToken cancellationToken, bool keepCleared = false) =>
        Start(storage, silo =>
        {
            var (siloPort, gatewayPort) = (Ports.Free(), Ports.Free());
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            if (keepCleared)
                silo.Services.PostConfigure<AdoNetGrainStorageOptions>(GrainStorage.Name, documents => documents.DeleteStateOnClear = false);
        }, cancellationToken);

    /// <summary>A silo that finds the others in Postgres.</summary>
    public static Task<TestSilo> Join(StorageFixture storage, string cluster, CancellationToken cancellationToken) =>
        Start(storage, silo =>
        {
            silo.UseBulletinClustering();
            silo.Configure<ClusterOptions>(clustering => (clustering.ClusterId, clustering.ServiceId) = (cluster, "bulletin"));
            silo.ConfigureEndpoints(IPAddress.Loopback, Ports.Free(), Ports.Free());
        }, cancellationToken);

    private static async Task<TestSilo> Start(StorageFixture storage, Action<ISiloBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        storage.AddTo(builder.Services);
        builder.UseOrleans(silo =>
        {
            silo.UseBulletinGrainStorage();
            configure(silo);
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new TestSilo(host);
    }

    /// <summary>Leaves in order, as at a shutdown.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
