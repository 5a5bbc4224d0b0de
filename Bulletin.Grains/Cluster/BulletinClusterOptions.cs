using System.Net;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Grains.Cluster;

/// <summary>How a process joins a cluster: the section <c>Cluster</c>.</summary>
public sealed class BulletinClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Must never change once there is data: it is part of the keys of grain storage.</summary>
    public string ServiceId { get; init; } = "bulletin";

    /// <summary>Processes with the same id form a cluster.</summary>
    public string ClusterId { get; init; } = "bulletin";

    /// <summary>The port for other silos; 0 takes any free port.</summary>
    public int SiloPort { get; init; }

    /// <summary>The port for gateways without a silo; 0 takes any free port.</summary>
    public int GatewayPort { get; init; }

    /// <summary>
    /// The advertised address of this silo. The default is reachable only from this machine, because these ports have no
    /// authentication.
    /// </summary>
    public string AdvertisedAddress { get; init; } = "127.0.0.1";

    /// <summary>
    /// The address to listen on; <c>0.0.0.0</c> for all addresses of the machine. By default the advertised address, or all
    /// addresses if the machine does not have that one.
    /// </summary>
    public string? ListenAddress { get; init; }

    /// <summary>The name of the silo in logs and in the membership table; random by default.</summary>
    public string? SiloName { get; init; }

    public ClusterTlsOptions Tls { get; init; } = new();

    /// <summary>Null if processes communicate unencrypted.</summary>
    internal ClusterCertificates? Certificates { get; private set; }

    /// <summary>Whether calls propagate traces: only if traces are collected, because it adds a cost to every call.</summary>
    internal bool IsTraced { get; private set; }

    internal IPAddress Address => IPAddress.Parse(AdvertisedAddress);

    /// <exception cref="StartFailedException">A value is invalid; the message names it.</exception>
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
