using Bulletin.Api.Connections;
using Bulletin.Api.Contract;
using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Subscriptions;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.Api.Hubs;

/// <summary>Registers the hub and the live services behind it.</summary>
internal static class HubServices
{
    // 4,000 characters, each written as two \u escapes, plus the rest of the message.
    private const int MaxHubMessage = 64 * 1024;

    public static IServiceCollection AddBulletinHub(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration("Live").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PostsInFlight>();
        services.AddSingleton<ConnectionDrainer>();
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<ProtocolErrors>();
        services.AddSingleton<LiveConnections>().AddHostedService<EagerStart<LiveConnections>>();
        services.AddSingleton<HubLifetimeManager<BulletinHub>, HubConnections>();
        services.AddSingleton<TopicReplicas>().AddSingleton<IFollowedTopics>(s => s.GetRequiredService<TopicReplicas>());
        services.AddBulletinDirectory();
        services.AddSingleton<SubscriptionRenewals>().AddHostedService(s => s.GetRequiredService<SubscriptionRenewals>());
        services.AddHostedService<SiloWatch>();
        services.AddHostedService<EndedSessions>();
        services.AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxHubMessage;
                options.HandshakeTimeout = TimeSpan.FromSeconds(5);
                // Otherwise the reason for which SignalR closes a connection is lost. Clients get only codes: HubErrorRewriter replaces every error.
                options.EnableDetailedErrors = true;
                options.AddFilter<ProtocolErrors>();
                options.AddFilter<HubErrorFilter>();
                options.AddFilter<HubCallFilter>();
            })
            .AddJsonProtocol(options => BulletinJson.Apply(options.PayloadSerializerOptions))
            .AddMessagePackProtocol();
        HubErrorRewriter.Around(services);
        return services;
    }

    public static void MapBulletinHub(this WebApplication app)
    {
        app.MapHub<BulletinHub>(BulletinHub.Path, options =>
        {
            // Any gateway can serve any client: WebSockets need no sticky sessions, the fallback transports would.
            options.Transports = HttpTransportType.WebSockets;
            options.TransportSendTimeout = TimeSpan.FromSeconds(5);
            options.CloseOnAuthenticationExpiration = true;
        }).LimitedPerUser(limits => limits.Connecting);

        // Callbacks run in reverse order. Registered after the hub, so the drainer runs before SignalR closes its connections.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<ConnectionDrainer>().Drain);
    }
}
