package redisbus

import (
	"fmt"
	"net/url"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// stateReload makes a cluster client leave a dead master within seconds; the
	// default minute is measured to be a minute of silence (go-redis#3979).
	stateReload = time.Second
	dialTimeout = time.Second
	ioTimeout   = time.Second
)

// Dial makes a client for a Redis URL, which chooses the kind of service:
//
//	redis://user:password@host:6379/0                                  one server
//	redis://host:26379/0?master_name=main&addr=host2:26379             Sentinel
//	redis://host:7000?cluster=true&addr=host2:7000&addr=host3:7000     Cluster
//
// rediss:// is the same over TLS. It connects only when used, so a Redis that is
// away is no error. The caller closes the client.
func Dial(address string) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("redisbus: the Redis URL cannot be read")
	}
	query := u.Query()
	switch {
	case query.Get("cluster") == "true":
		query.Del("cluster")
		u.RawQuery = query.Encode()
		return dialCluster(u.String())
	case query.Has("master_name"):
		return dialSentinel(address)
	default:
		return dialServer(address)
	}
}

func dialServer(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("redisbus: Redis URL: %w", err)
	}
	o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, -1, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = dialTimeout, ioTimeout, ioTimeout
	return redis.NewClient(o), nil
}

func dialSentinel(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseFailoverURL(address)
	if err != nil {
		return nil, fmt.Errorf("redisbus: Redis Sentinel URL: %w", err)
	}
	o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, -1, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = dialTimeout, ioTimeout, ioTimeout
	return redis.NewFailoverClient(o), nil
}

func dialCluster(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, fmt.Errorf("redisbus: Redis Cluster URL: %w", err)
	}
	o.ContextTimeoutEnabled, o.DialerRetries = true, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = dialTimeout, ioTimeout, ioTimeout
	o.ClusterStateReloadInterval = stateReload
	return redis.NewClusterClient(o), nil
}
