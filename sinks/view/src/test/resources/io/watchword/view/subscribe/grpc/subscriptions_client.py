"""Generates a client from the proto and uses it: subscriptions_client.py PROTO_DIR WORK_DIR HOST:PORT"""

import importlib
import sys

import grpc
import grpc_tools
from grpc_tools import protoc


def generate(protos, work):
    well_known = grpc_tools.__path__[0] + "/_proto"
    code = protoc.main(
        ["protoc", f"-I{protos}", f"-I{well_known}", f"--python_out={work}", f"--grpc_python_out={work}",
         "watchword/v1/subscribe.proto"])
    if code:
        sys.exit(f"protoc ended with {code}")
    sys.path.insert(0, work)
    return (importlib.import_module("watchword.v1.subscribe_pb2"),
            importlib.import_module("watchword.v1.subscribe_pb2_grpc"))


def main(protos, work, target):
    messages, services = generate(protos, work)
    with grpc.insecure_channel(target) as channel:
        view = services.SubscriptionsStub(channel)
        wanted = messages.Subscription(words="someone runs")
        added = view.Add(messages.AddSubscriptionRequest(subscription=wanted), timeout=10)
        print(f"added {added.words} for {added.owner}")
        preview = view.Preview(messages.PreviewSubscriptionRequest(subscription=wanted), timeout=10)
        print(f"preview {preview.found} of {preview.looked}: {' '.join(preview.hits[0].words)}")
        stream = view.Subscribe(messages.SubscribeRequest(ad_hoc=wanted), timeout=10)
        first = next(message for message in stream if message.HasField("hit"))
        print(f"hit {first.hit.event_id}, go on at {first.resume_token}")
        stream.cancel()
        try:
            list(view.Subscribe(messages.SubscribeRequest(subscription_id=added.id), timeout=10))
        except grpc.RpcError as error:
            token = dict(error.trailing_metadata())["resume-token"]
            print(f"cut off {error.code().name}, go on at {token}")
        view.Remove(messages.RemoveSubscriptionRequest(id=added.id), timeout=10)
        left = view.List(messages.ListSubscriptionsRequest(), timeout=10).subscriptions
        print(f"removed, left {len(left)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
