namespace Bulletin.Api.Topics;

/// <summary>What topics need on a gateway.</summary>
public static class TopicServices
{
    public static IServiceCollection AddBulletinTopics(this IServiceCollection services) => services.AddSingleton<PostMetrics>().AddSingleton<TopicPosts>().AddSingleton<LatestPages>();
}
