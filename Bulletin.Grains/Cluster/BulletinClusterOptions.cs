using System.Net;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Grains.Cluster;

/// <summary>How a process takes part in a cluster: the section <c>Cluster</c>.</summary>
public sealed class BulletinClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Stays the same for the life of the data: it is part of the keys of grain storage.</summary>
    public string ServiceId { get; init; } = "bulletin";

    /// <summary>Processes with the same id find each other.</summary>
    public string ClusterId { get; init; } = "bulletin";

    /// <summary>Where other silos reach this one; 0 takes any free port.</summary>
    public int SiloPort { get; init; }

    /// <summary>Where gateways without a silo reach this one; 0 takes any free port.</summary>
    public int GatewayPort { get; init; }

    /// <summary>The address others reach this silo at. Only this machine, unless another is given: these ports know no passwords.</summary>
    public string AdvertisedAddress { get; init; } = "127.0.0.1";

    /// <summary>
    /// The address it listens on; <c>0.0.0.0</c> for every one of the machine. By default the advertised one, unless that is not an
    /// address of this machine: then every one.
    /// </summary>
    public string? ListenAddress { get; init; }

    /// <summary>What a silo is called in logs and in the membership table; by default it is given a name that means nothing.</summary>
    public string? SiloName { get; init; }

    public ClusterTlsOptions Tls { get; init; } = new();

    /// <summary>Null when processes speak to each other in the clear.</summary>
    internal ClusterCertificates? Certificates { get; private set; }

    /// <summary>Whether calls carry a trace: only where one is collected, since it costs on every call.</summary>
    internal bool IsTraced { get; private set; }

    internal IPAddress Address => IPAddress.Parse(AdvertisedAddress);

    /// <exception cref="StartFailedException">A value makes no sense; the message names it.</exception>
    public static BulletinClusterOptions From(IConfiguration configuration)
    {
        BulletinClusterOptions options;
        try
        {
            options = configuration.GetSection(Section).Get<BulletinClusterOptions>() ?? new();
        }
        catch (InvalidOperationException wrongType)
        {
            throw new StartFailedException($"the configuration section {Section} can't be read. {wrongType.Message}", wrongType);
        }

        Require(!string.IsNullOrWhiteSpace(options.ServiceId), nameof(ServiceId), "must not be empty.");
        Require(!string.IsNullOrWhiteSpace(options.ClusterId), nameof(ClusterId), "must not be empty.");
        Require(options.SiloPort is >= 0 and <= IPEndPoint.MaxPort, nameof(SiloPort), "must be between 0 and 65535.");
        Require(options.GatewayPort is >= 0 and <= IPEndPoint.MaxPort, nameof(GatewayPort), "must be between 0 and 65535.");
        Require(IPAddress.TryParse(options.AdvertisedAddress, out _), nameof(AdvertisedAddress), "must be an IP address.");
        Require(string.IsNullOrEmpty(options.ListenAddress) || IPAddress.TryParse(options.ListenAddress, out _), nameof(ListenAddress), "must be an IP address.");
        if (options.Tls.IsOn) options.Certificates = new(options.Tls);
        options.IsTraced = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        return options;
    }

    private static void Require(bool holds, string name, string message)
    {
        if (!holds) throw new StartFailedException($"{Section}:{name} {message}");
    }
}
