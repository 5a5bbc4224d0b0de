using System.Net;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Operations;

/// <summary>
/// Where operators and their programs look in: the section <c>Metrics</c>. A port of its own, since metrics know no passwords.
/// </summary>
/// <param name="Port">On a gateway 0 for none; on a silo 0 for any free one.</param>
/// <param name="Address">Only this machine, unless another is given.</param>
/// <param name="IsOnly">Whether the process has no other, as a silo.</param>
public sealed record OperationsPort(int Port, IPAddress Address, bool IsOnly)
{
    public bool IsOn => IsOnly || Port > 0;

    public string Url => $"http://{new IPEndPoint(Address, Port)}";

    public bool IsAt(string url) => Port > 0 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port == Port;

    /// <summary>Told by the port, since a Host header says whatever its sender likes.</summary>
    public bool Took(HttpContext context) => IsOnly || (Port > 0 && context.Connection.LocalPort == Port);

    /// <exception cref="StartFailedException">A value makes no sense; the message names it.</exception>
    public static OperationsPort From(IConfiguration configuration, bool isOnly = false)
    {
        var text = configuration["Metrics:Port"] is { Length: > 0 } given ? given : "0";
        var address = configuration["Metrics:Address"] is { Length: > 0 } other ? other : "127.0.0.1";
        if (!ushort.TryParse(text, out var port)) throw new StartFailedException("Metrics:Port must be between 0 and 65535.");
        if (!IPAddress.TryParse(address, out var parsed)) throw new StartFailedException("Metrics:Address must be an IP address.");
        return new(port, parsed, isOnly);
    }
}
