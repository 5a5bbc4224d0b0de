using System.Net;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Operations;

/// <summary>
/// The port for operators and monitoring: the section <c>Metrics</c>. It is separate because metrics have no authentication.
/// </summary>
/// <param name="Port">0 disables it on a gateway, and takes any free port on a silo.</param>
/// <param name="Address">By default reachable only from this machine.</param>
/// <param name="IsOnly">Whether the process has no other port, like a silo.</param>
public sealed record OperationsPort(int Port, IPAddress Address, bool IsOnly)
{
    public bool IsOn => IsOnly || Port > 0;

    public string Url => $"http://{new IPEndPoint(Address, Port)}";

    public bool IsAt(string url) => Port > 0 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port == Port;

    /// <summary>Decided by the local port, because the sender controls the Host header.</summary>
    public bool Took(HttpContext context) => IsOnly || (Port > 0 && context.Connection.LocalPort == Port);

    /// <exception cref="StartFailedException">A value is invalid; the message names it.</exception>
    public static OperationsPort From(IConfiguration configuration, bool isOnly = false)
    {
        var text = configuration["Metrics:Port"] is { Length: > 0 } given ? given : "0";
        var address = configuration["Metrics:Address"] is { Length: > 0 } other ? other : "127.0.0.1";
        if (!ushort.TryParse(text, out var port)) throw new StartFailedException("Metrics:Port must be between 0 and 65535.");
        if (!IPAddress.TryParse(address, out var parsed)) throw new StartFailedException("Metrics:Address must be an IP address.");
        return new(port, parsed, isOnly);
    }
}
