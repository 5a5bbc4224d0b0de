using System.Net;
using Bulletin.Grains;
using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>Fails at once if a port is taken, instead of at the end of startup.</summary>
public static class FreePorts
{
    /// <exception cref="StartFailedException">Another process listens on a port.</exception>
    public static void RequireFreePorts(this WebApplication app)
    {
        var operations = app.Services.GetRequiredService<OperationsPort>();
        var urls = app.Configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (urls.Count(operations.IsAt) > 1) throw new StartFailedException($"Metrics:Port must not be a port of urls, but {operations.Port} is both.");

        foreach (var address in urls.Where(url => !operations.IsAt(url)).Select(Parse).Where(address => address is { Port: > 0, IsUnixPipe: false })) Require(address);
        FreePort.Require(operations);
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new StartFailedException($"can't listen on '{url}': it must be a URL such as http://127.0.0.1:8080. Choose another with --urls.", wrong);
        }
    }

    private static void Require(BindingAddress address)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        FreePort.Require(new IPEndPoint(ip, address.Port), address.ToString(), "urls");
    }
}
