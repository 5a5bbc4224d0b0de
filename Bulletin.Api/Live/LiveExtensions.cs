using Bulletin.Api.Directory;
using Bulletin.Api.Limits;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Live;

/// <summary>The hub, and all that is live behind it.</summary>
internal static class LiveExtensions
{
    // 4,000 characters, each written as two \u escapes, and room for the rest.
    private const int MaxHubMessage = 64 * 1024;

    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration("Live").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InFlight>();
        services.AddSingleton<Farewell>();
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<LiveConnections>().AddHostedService<EagerStart<LiveConnections>>();
        services.AddSingleton<HubLifetimeManager<BulletinHub>>(s => s.GetRequiredService<LiveConnections>());
        services.AddSingleton<JoinAnswers>();
        services.AddSingleton<TopicFeeds>().AddHostedService(s => s.GetRequiredService<TopicFeeds>());
        services.AddSingleton<DirectoryReplica>().AddHostedService(s => s.GetRequiredService<DirectoryReplica>());
        services.AddSingleton<ITopicDirectory>(s => s.GetRequiredService<DirectoryReplica>());
        services.AddHostedService<SiloWatch>();
        services.AddHostedService<EndedSessions>();
        services.AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxHubMessage;
                options.HandshakeTimeout = TimeSpan.FromSeconds(5);
                options.AddFilter<HubErrors>();
                options.AddFilter<HubGate>();
            })
            .AddJsonProtocol(options => Http.BulletinJson.ApplyToAnswers(options.PayloadSerializerOptions))
            .AddMessagePackProtocol();
        PlainErrors.Around(services);
        return services;
    }

    public static void MapLive(this WebApplication app)
    {
        app.MapHub<BulletinHub>(BulletinHub.Path, options =>
        {
            // Any gateway serves any client: a WebSocket needs no sticky session, the fallbacks would.
            options.Transports = HttpTransportType.WebSockets;
            options.TransportSendTimeout = TimeSpan.FromSeconds(5);
            options.CloseOnAuthenticationExpiration = true;
        }).LimitedPerUser(limits => limits.Connecting);

        // Registered after the hub, so called before SignalR closes its connections: in the reverse order of registration.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<Farewell>().Say);
    }
}
