using System.Net;
using System.Net.Sockets;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Bulletin.Grains.Cluster;

/// <summary>Makes a process part of a cluster, with the timeouts that let a cluster forget a dead silo within seconds.</summary>
/// <remarks>All silos of a cluster have to agree on these.</remarks>
public static class ClusterTuning
{
    /// <summary>A little longer than a gateway waits, whose clock then decides.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Twice as long as calls to grains: what silos ask of each other may be a part of a directory.</summary>
    private static readonly TimeSpan SystemResponseTimeout = 2 * ResponseTimeout;

    /// <summary>A page of 200 messages of 4,000 characters of 4 bytes each, with room for their authors.</summary>
    private const int MaxMessageBytes = 8 * 1024 * 1024;

    /// <param name="alone">One process is the whole cluster: membership is kept in memory, and nobody can connect.</param>
    internal static ISiloBuilder JoinBulletinCluster(this ISiloBuilder silo, BulletinClusterOptions cluster, bool alone)
    {
        // The port is a part of its name, no more.
        if (alone) silo.UseLocalhostClustering(gatewayPort: 0).DisableConnectionListeners();
        else silo.UseBulletinClustering().Configure<EndpointOptions>(endpoints => Configure(endpoints, cluster)).RebalanceActivations().WarmUpStorage();

        if (cluster.IsTraced) silo.AddActivityPropagation();
        if (cluster.Certificates is { } certificates) silo.UseTls(certificates.Apply);
        if (cluster.SiloName is { Length: > 0 } name) silo.Configure<SiloOptions>(options => options.SiloName = name);
        return silo
            .Configure<Orleans.Configuration.ClusterOptions>(options => Configure(options, cluster))
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
                // Times the missed probes, this is how long an open but silent connection counts as life.
                membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
                membership.NumMissedProbesLimit = 2;
                membership.NumProbedSilos = 3;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            })
            .Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                // Of silos to each other. One that gets lost while they start, such as the registration of a grain, is made again
                // only after this, and until then nobody reaches the grain.
                messaging.SystemResponseTimeout = SystemResponseTimeout;
                messaging.MaxMessageBodySize = MaxMessageBytes;
                // A gateway whose connection to this silo broke has others. Until it is given up here, answers for it wait here.
                messaging.ClientDropTimeout = TimeSpan.FromSeconds(1);
                // A grain that can't keep up refuses, instead of remembering.
                messaging.MaxEnqueuedRequestsSoftLimit = 5_000;
                messaging.MaxEnqueuedRequestsHardLimit = 10_000;
                messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = 10_000;
            })
            .Configure<LoadSheddingOptions>(shedding =>
            {
                // A silo short of memory refuses gateways, before it is killed for it. A busy one does not: its queues are bounded.
                shedding.LoadSheddingEnabled = true;
                shedding.CpuThreshold = 100;
                shedding.MemoryThreshold = 90;
            })
            .Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(10));
    }

    /// <summary>Makes a process without grains a client of the cluster. It waits for the cluster for as long as it takes.</summary>
    public static IHostApplicationBuilder UseBulletinClusterClient(this IHostApplicationBuilder host, BulletinClusterOptions cluster, string postgresConnectionString)
    {
        host.UseOrleansClient(client => Secured(cluster.IsTraced ? client.AddActivityPropagation() : client, cluster)
            .UseBulletinClustering(postgresConnectionString)
            .UseConnectionRetryFilter<ConnectionRetryFilter>()
            .Configure<Orleans.Configuration.ClusterOptions>(options => Configure(options, cluster))
            .Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClientMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                messaging.MaxMessageBodySize = MaxMessageBytes;
            }));
        return host;
    }

    private static IClientBuilder Secured(IClientBuilder client, BulletinClusterOptions cluster) =>
        cluster.Certificates is { } certificates ? client.UseTls(certificates.Apply) : client;

    private static void Configure(Orleans.Configuration.ClusterOptions options, BulletinClusterOptions cluster)
    {
        options.ServiceId = cluster.ServiceId;
        options.ClusterId = cluster.ClusterId;
    }

    private static void Configure(EndpointOptions endpoints, BulletinClusterOptions cluster)
    {
        endpoints.AdvertisedIPAddress = cluster.Address;
        endpoints.SiloPort = cluster.SiloPort > 0 ? cluster.SiloPort : FreePort();
        endpoints.GatewayPort = cluster.GatewayPort > 0 ? cluster.GatewayPort : FreePort();
        var listen = ListeningAddress.Of(cluster);
        endpoints.SiloListeningEndpoint = new(listen, endpoints.SiloPort);
        endpoints.GatewayListeningEndpoint = new(listen, endpoints.GatewayPort);
    }

    /// <summary>Orleans has to know its port before it listens, and can't be told to take any.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
