using System.Globalization;
using System.Net;
using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Operations;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Hosting;

/// <summary>Where this server listens, and the limits on its connections.</summary>
public static class KestrelHosting
{
    private const int DefaultMaxConnections = 20_000;

    /// <summary>One address may hold a quarter of all connections.</summary>
    private const int ShareOfOneAddress = 4;

    private const int DefaultKeepAliveSeconds = 120;

    public static WebApplicationBuilder AddBulletinServer(this WebApplicationBuilder builder)
    {
        var connections = builder.Configuration.GetValue("Http:MaxConnections", DefaultMaxConnections);
        if (connections < 1) throw new StartFailedException("Http:MaxConnections must be at least 1.");

        var perAddress = builder.Configuration.GetValue("Http:MaxConnectionsPerAddress", Math.Max(1, connections / ShareOfOneAddress));
        if (perAddress < 1) throw new StartFailedException("Http:MaxConnectionsPerAddress must be at least 1.");

        var keepAlive = builder.Configuration.GetValue("Http:KeepAliveSeconds", DefaultKeepAliveSeconds);
        if (keepAlive < 1) throw new StartFailedException("Http:KeepAliveSeconds must be at least 1.");

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var services = kestrel.ApplicationServices;
            ConnectionsPerAddress addresses = new(perAddress, services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value);
            var limit = ActivatorUtilities.CreateInstance<ConnectionLimit>(services, connections, addresses, ActivatorUtilities.CreateInstance<ConnectionRefusals>(services));
            var operations = services.GetRequiredService<OperationsPort>();
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                // Probes must get through, however many connections clients have.
                if (operations.IsOn && endpoint.IPEndPoint?.Port == operations.Port) return;
                endpoint.Use(next => connection => limit.Admit(connection, next));
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HttpServices.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(keepAlive);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            // Slow readers are disconnected too: the default rate would let one stay for hours.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 4 * 1024, gracePeriod: TimeSpan.FromSeconds(5));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ProcessRunner.ShutdownTimeout);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, Urls(builder.Configuration));
        builder.Services.AddForwardedHeaders(builder.Configuration);
        builder.Services.Configure<KeyManagementOptions>(NoProtectedData.Configure);
        builder.AddCors();
        return builder;
    }

    /// <summary>The addresses to listen on: ASP.NET Core's usual settings, or port 8080 on loopback by default.</summary>
    private static string Urls(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls
        : configuration["http_ports"] is { Length: > 0 } ports ? string.Join(';', ports.Split(';').Select(port => $"http://*:{port}"))
        : "http://127.0.0.1:8080";

    /// <summary>Trusts only known proxies: otherwise any client could choose the address that rate limits apply to.</summary>
    private static void AddForwardedHeaders(this IServiceCollection services, ConfigurationManager configuration)
    {
        var proxies = configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? [];
        var networks = configuration.GetSection("ForwardedHeaders:KnownNetworks").Get<string[]>() ?? [];
        // Parsed now: an error later in startup would be reported with a stack trace.
        IPAddress[] addresses = [.. proxies.Select(proxy => IPAddress.TryParse(proxy, out var address) ? address : throw Wrong("KnownProxies", proxy, "an IP address"))];
        System.Net.IPNetwork[] ranges =
            [.. networks.Select(network => System.Net.IPNetwork.TryParse(network, out var range) ? range : throw Wrong("KnownNetworks", network, "a network such as 10.0.0.0/8"))];
        var limit = configuration.GetValue("ForwardedHeaders:Limit", 1);
        if (limit < 1) throw new StartFailedException("ForwardedHeaders:Limit must be at least 1.");

        services.Configure<ForwardedHeadersOptions>(headers =>
        {
            headers.ForwardLimit = limit;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            if (addresses.Length + ranges.Length == 0) return;

            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var address in addresses) headers.KnownProxies.Add(address);
            foreach (var range in ranges) headers.KnownIPNetworks.Add(range);
        });
    }

    /// <summary>This server hosts the web client, so other origins are allowed only if <c>Cors:Origins</c> lists them.</summary>
    private static void AddCors(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            if (origins.Length == 0) return;
            policy.WithOrigins(origins).AllowAnyMethod().WithHeaders("Authorization", "Content-Type", "If-None-Match", "Prefer", "X-Requested-With", "X-SignalR-User-Agent")
                .WithExposedHeaders("ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate", "Preference-Applied")
                .AllowCredentials().SetPreflightMaxAge(TimeSpan.FromHours(1));
        }));
    }

    private static StartFailedException Wrong(string name, string value, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"ForwardedHeaders:{name}: '{value}' is not {expected}."));
}
