using Bulletin.Grains.Accounts;
using Bulletin.Grains.Cluster.Status;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Following;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Personal.Following;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Cluster;

/// <summary>The services that grains need on each silo, in addition to storage.</summary>
internal static class GrainServices
{
    public static IServiceCollection AddGrainServices(this IServiceCollection services)
    {
        services.AddAccounts();
        services.AddSingleton<IInvitedPeople, InvitedPeople>();
        services.AddSingleton<SiteSettingsFeed>().AddHostedService(provider => provider.GetRequiredService<SiteSettingsFeed>());
        services.AddSingleton<TopicMetrics>().AddHostedService<EagerStart<TopicMetrics>>();
        services.AddHostedService<ClusterMetrics>();
        services.AddSingleton<IReportPart, SiloReports>().AddHostedService<ProcessReports>();
        services.AddHostedService<RemovedTopics>().AddHostedService<Retention>().AddHostedService<Purges>();
        services.AddSingleton<TopicsToExpire>();
        services.AddSingleton<ReadPositions>().AddHostedService(provider => provider.GetRequiredService<ReadPositions>());
        services.AddSingleton<TopicsHere>().AddSingleton<ITopicsHere>(provider => provider.GetRequiredService<TopicsHere>());
        services.AddSingleton<ProfileFeed>().AddHostedService(provider => provider.GetRequiredService<ProfileFeed>());
        services.AddSingleton<ActivityFeed>();
        services.AddSingleton<IActivityFeed>(provider => provider.GetRequiredService<ActivityFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<ActivityFeed>());
        services.AddSingleton<SearchSlots>();
        services.AddSingleton<FollowerMetrics>().AddFollower<Follower>();
        services.AddSingleton<IndexerMetrics>().AddFollower<Indexer>();
        services.AddSingleton<IFollowerHints, LogHints>();
        return services;
    }

    private static void AddFollower<T>(this IServiceCollection services) where T : LogFollower => services
        .AddSingleton<T>().AddSingleton<LogFollower>(provider => provider.GetRequiredService<T>()).AddHostedService<FollowerService<T>>();
}
