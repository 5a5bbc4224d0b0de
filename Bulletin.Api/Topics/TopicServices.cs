using Bulletin.Api.Directory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bulletin.Api.Topics;

/// <summary>What topics need on a gateway.</summary>
public static class TopicServices
{
    public static IServiceCollection AddBulletinTopics(this IServiceCollection services)
    {
        services.TryAddSingleton<ITopicDirectory, IndexDirectory>();
        return services.AddSingleton<TopicPosts>();
    }
}
