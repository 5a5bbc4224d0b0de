using System.Net;
using System.Net.Sockets;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Bulletin.Grains.Cluster;

/// <summary>Joins a process to a cluster, with timeouts that let the cluster detect a dead silo within seconds.</summary>
/// <remarks>These must be the same on all silos of a cluster.</remarks>
public static class ClusterTuning
{
    /// <summary>Slightly longer than a gateway's timeout, so that the gateway's applies.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Twice the timeout of grain calls: silos may send each other part of a grain directory.</summary>
    private static readonly TimeSpan SystemResponseTimeout = 2 * ResponseTimeout;

    /// <summary>Fits a page of 200 messages of 4,000 characters of 4 bytes each, plus their authors.</summary>
    private const int MaxMessageBytes = 8 * 1024 * 1024;

    /// <param name="alone">Whether this process is the whole cluster: membership is kept in memory, and nothing can
    /// connect.</param>
    internal static ISiloBuilder JoinBulletinCluster(this ISiloBuilder silo, BulletinClusterOptions cluster, bool alone)
    {
        // The port only serves as part of the silo's name.
        if (alone) silo.UseLocalhostClustering(gatewayPort: 0).DisableConnectionListeners();
        else silo.UseBulletinClustering().Configure<EndpointOptions>(endpoints => Configure(endpoints, cluster)).RebalanceActivations().WarmUpStorage();

        if (cluster.IsTraced) silo.AddActivityPropagation();
        if (cluster.Certificates is { } certificates) silo.UseTls(certificates.Apply).ConfigureServices(services => CertificateMetrics.Add(services, certificates));
        if (cluster.SiloName is { Length: > 0 } name) silo.Configure<SiloOptions>(options => options.SiloName = name);
        return silo
            .Configure<Orleans.Configuration.ClusterOptions>(options => Configure(options, cluster))
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
                // Multiplied by the missed probes, this is how long an open but silent connection counts as alive.
                membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
                membership.NumMissedProbesLimit = 2;
                membership.NumProbedSilos = 3;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            })
            .Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                // For calls between silos. If one is lost during start-up, such as a grain registration, it is retried only
                // after this timeout, and until then the grain is unreachable.
                messaging.SystemResponseTimeout = SystemResponseTimeout;
                messaging.MaxMessageBodySize = MaxMessageBytes;
                // A gateway that lost its connection to this silo has others. Answers for it wait here until the silo drops the
                // connection.
                messaging.ClientDropTimeout = TimeSpan.FromSeconds(1);
                // A stopping silo tells gateways to send no more, then waits this long for calls that are on their way. Shorter than
                // GatewayListRefreshPeriod, after which gateways may send again.
                if (!alone) messaging.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(0.5);
                // An overloaded grain rejects calls instead of queueing without limit.
                messaging.MaxEnqueuedRequestsSoftLimit = 5_000;
                messaging.MaxEnqueuedRequestsHardLimit = 10_000;
                messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = 10_000;
            })
            .Configure<LoadSheddingOptions>(shedding =>
            {
                // A silo that is low on memory refuses gateways before it gets killed. A busy CPU is no reason to: its queues
                // are bounded.
                shedding.LoadSheddingEnabled = true;
                shedding.CpuThreshold = 100;
                shedding.MemoryThreshold = 90;
            })
            .Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(10));
    }

    /// <summary>Makes a process without grains a client of the cluster. It waits for the cluster without a timeout.</summary>
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
        cluster.Certificates is { } certificates
            ? client.UseTls(certificates.Apply).ConfigureServices(services => CertificateMetrics.Add(services, certificates)) : client;

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

    /// <summary>Orleans must know its port before it listens, and can't be told to use any free one.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
