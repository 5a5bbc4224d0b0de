using System.Net;
using Bulletin.Grains.Hosting;

namespace Bulletin.Api.Operations;

/// <summary>Where Prometheus reads: the section <c>Metrics</c>. On a port of its own, since metrics know no passwords.</summary>
/// <param name="Port">0 for none.</param>
/// <param name="Address">Only this machine, unless another is given.</param>
public sealed record MetricsOptions(int Port, string Address)
{
    public bool IsOn => Port > 0;

    public string Url => Address.Contains(':', StringComparison.Ordinal) ? $"http://[{Address}]:{Port}" : $"http://{Address}:{Port}";

    public bool IsAt(string url) => IsOn && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port == Port;

    /// <exception cref="StartFailedException">A value makes no sense; the message names it.</exception>
    public static MetricsOptions From(IConfiguration configuration)
    {
        var text = configuration["Metrics:Port"] is { Length: > 0 } given ? given : "0";
        var address = configuration["Metrics:Address"] is { Length: > 0 } other ? other : "127.0.0.1";
        if (!ushort.TryParse(text, out var port)) throw new StartFailedException("Metrics:Port has to be 0–65535.");
        if (!IPAddress.TryParse(address, out _)) throw new StartFailedException("Metrics:Address has to be an IP address.");
        return new(port, address);
    }
}
