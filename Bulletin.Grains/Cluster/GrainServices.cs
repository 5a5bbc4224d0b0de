using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Cluster;

/// <summary>The services that grains need on each silo, in addition to storage.</summary>
internal static class GrainServices
{
    public static IServiceCollection AddGrainServices(this IServiceCollection services)
    {
        services.AddAccounts();
        services.AddSingleton<TopicMetrics>().AddHostedService<EagerStart<TopicMetrics>>();
        services.AddHostedService<ClusterMetrics>();
        services.AddHostedService<RemovedTopics>();
        services.AddSingleton<TopicsHere>().AddSingleton<ITopicsHere>(provider => provider.GetRequiredService<TopicsHere>());
        services.AddSingleton<ProfileFeed>().AddHostedService(provider => provider.GetRequiredService<ProfileFeed>());
        services.AddSingleton<ActivityFeed>();
        services.AddSingleton<IActivityFeed>(provider => provider.GetRequiredService<ActivityFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<ActivityFeed>());
        return services;
    }
}
